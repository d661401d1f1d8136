package io.weighbridge.registry.internal.console;

import java.util.List;
import java.util.Optional;

/** A list of decisions of one kind. */
public record ListPage(
    String heading,
    String lead,
    String empty,
    List<DecisionLine> lines,
    Optional<String> newer,
    Optional<String> older) {}
