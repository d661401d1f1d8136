package io.weighbridge.policy.internal;

import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Reason;
import io.weighbridge.policy.Waiver;
import java.util.List;
import java.util.Optional;

/** A decision without what binds it. */
public record Judgement(
    Outcome outcome, List<String> leftOut, List<Reason> reasons, Optional<Waiver> waiver) {

  static Judgement blocked(Reason... reasons) {
    return new Judgement(Outcome.BLOCK, List.of(), List.of(reasons), Optional.empty());
  }
}
