package io.weighbridge.registry.internal.gate;

import io.weighbridge.json.Json;
import io.weighbridge.policy.Outcome;
import io.weighbridge.registry.internal.gate.Judge.Judgement;

/**
 * What reconnaissance is counted by.
 *
 * @param lookAlikeStopped stopped, and its name looks like a protected one
 * @param ambiguous nobody can tell who published it
 */
public record SourceSigns(boolean lookAlikeStopped, boolean ambiguous) {

  public static SourceSigns of(Judgement judgement) {
    Json source = judgement.evidence().document().get("source").orElse(Json.Null.NULL);
    boolean imitates =
        source
            .get("resembles")
            .filter(Json.Obj.class::isInstance)
            .filter(resemblance -> !resemblance.bool("informational").orElse(false))
            .isPresent();
    boolean ambiguous =
        source.items("findings").stream()
            .anyMatch(found -> found.text("rule").orElse("").equals("source/ambiguous"));
    return new SourceSigns(imitates && judgement.decision().outcome() != Outcome.ADMIT, ambiguous);
  }
}
