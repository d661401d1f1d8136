package io.weighbridge.registry.internal.console;

import java.util.List;
import java.util.Optional;

/**
 * The passport of a revision, in words.
 *
 * @param problem why there is none to show although the revision is admitted
 * @param level what the decision rests on, such as "whole"
 * @param links its parts, to save or to read
 * @param commands how to get it and to check a pulled model with it
 */
public record PassportView(
    Optional<String> problem,
    String sentence,
    String level,
    String tone,
    Optional<String> waiver,
    List<ModelPage.Bound> facts,
    List<ModelPage.Link> links,
    List<String> commands) {}
