package io.weighbridge.registry.internal.console;

import java.util.List;

/** The first page: three numbers, and what is newest behind the first two. */
public record OverviewPage(
    List<Number> numbers,
    List<DecisionLine> stopped,
    List<DecisionLine> waiting,
    List<Fact> facts,
    List<Fact> health,
    boolean healthy,
    boolean openGate,
    String endpoint) {

  /** One of the three numbers. */
  public record Number(String path, String value, String label, String hint, String tone) {}

  /** A smaller fact. */
  public record Fact(String label, String value, String tone) {}
}
