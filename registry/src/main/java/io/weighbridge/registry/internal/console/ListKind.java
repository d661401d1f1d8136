package io.weighbridge.registry.internal.console;

import io.weighbridge.registry.internal.gate.DecisionSummary.Kind;
import java.util.Optional;

/** The lists, by their path. */
enum ListKind {
  STOPPED(
      "stopped",
      Kind.STOPPED,
      "Stopped",
      "Revisions that nobody gets, each with the reason that its askers are told.",
      "Nothing was stopped so far."),
  WAITING(
      "waiting",
      Kind.WAITING,
      "Waiting for a person",
      "Revisions that the policy leaves to somebody's judgement. Until then they are refused.",
      "Nothing waits for a person."),
  OBSERVED(
      "observed",
      Kind.WOULD_STOP,
      "Observe mode would have stopped",
      "Admitted revisions that rules in observe mode would have stopped, were they enforced.",
      "No rule in observe mode would have stopped anything."),
  ADMITTED(
      "admitted",
      Kind.ADMITTED,
      "Admitted",
      "Revisions that may be pulled.",
      "Nothing was admitted so far. Pull a model through this gate, and it will show here.");

  private final String path;
  private final Kind kind;
  private final String heading;
  private final String lead;
  private final String empty;

  ListKind(String path, Kind kind, String heading, String lead, String empty) {
    this.path = path;
    this.kind = kind;
    this.heading = heading;
    this.lead = lead;
    this.empty = empty;
  }

  static Optional<ListKind> of(String path) {
    for (ListKind list : values()) {
      if (list.path.equals(path)) {
        return Optional.of(list);
      }
    }
    return Optional.empty();
  }

  String path() {
    return path;
  }

  Kind kind() {
    return kind;
  }

  String heading() {
    return heading;
  }

  String lead() {
    return lead;
  }

  String empty() {
    return empty;
  }
}
