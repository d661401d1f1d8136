package io.weighbridge.registry.internal.console;

import io.weighbridge.registry.internal.gate.DecisionSummary;
import java.util.List;

/** A decision in a list. */
public record DecisionLine(
    String model,
    String commit,
    String shortCommit,
    StateView state,
    String text,
    String time,
    String isoTime,
    String upstream,
    String requests) {

  static DecisionLine of(DecisionSummary decision) {
    return new DecisionLine(
        decision.id().toString(),
        decision.commit().hex(),
        decision.commit().hex().substring(0, 8),
        StateView.of(decision.state(), List.of()),
        Texts.here(decision.text(), decision.id()),
        Texts.time(decision.time()),
        decision.time().toString(),
        decision.upstream(),
        decision.requests() == 0 ? "" : Texts.count(decision.requests(), "request") + " refused");
  }
}
