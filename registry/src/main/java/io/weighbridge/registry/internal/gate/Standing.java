package io.weighbridge.registry.internal.gate;

import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Waiver;
import io.weighbridge.registry.internal.db.Rows.Settled;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a revision stands, by the policy's decision and a person's word. A person's admission holds
 * for what the person knew of: a concern that came later is looked at again.
 *
 * @param waiver that of a person, when it is why the revision is admitted
 * @param person whether a person refused
 */
record Standing(RevisionState state, Optional<Waiver> waiver, boolean person) {

  static Standing of(Decision decision, Optional<Settled> settled, boolean served, Instant now) {
    RevisionState refused = served ? RevisionState.WITHDRAWN : RevisionState.REFUSED;
    if (settled.filter(word -> word.kind() == Settled.Kind.REFUSE).isPresent()) {
      return new Standing(refused, Optional.empty(), true);
    }
    RevisionState admitted =
        decision.leftOut().isEmpty() ? RevisionState.ADMITTED : RevisionState.FILTERED;
    if (decision.outcome() == Outcome.ADMIT) {
      return new Standing(admitted, Optional.empty(), false);
    }
    boolean known =
        settled.map(word -> word.concerns().containsAll(concerns(decision))).orElse(false);
    Optional<Waiver> waiver = settled.flatMap(Standing::waiver).filter(by -> by.holdsAt(now));
    if (known && waiver.isPresent()) {
      return new Standing(admitted, waiver, false);
    }
    if (decision.outcome() == Outcome.REVIEW) {
      boolean approved = settled.filter(word -> word.kind() == Settled.Kind.APPROVE).isPresent();
      return new Standing(
          known && approved ? admitted : RevisionState.REVIEW, Optional.empty(), false);
    }
    return new Standing(refused, Optional.empty(), false);
  }

  private static Optional<Waiver> waiver(Settled word) {
    return word.kind() == Settled.Kind.WAIVE
        ? word.until().map(until -> new Waiver(word.person(), word.reason(), until))
        : Optional.empty();
  }

  /** The rules and files that speak against serving it. */
  static Set<String> concerns(Decision decision) {
    return decision.reasons().stream()
        .filter(reason -> !reason.observed() && reason.outcome() != Outcome.ADMIT)
        .filter(reason -> !decision.leftOut().contains(reason.file()))
        .map(reason -> reason.rule() + " " + reason.file())
        .collect(Collectors.toSet());
  }

  /** When the revision has to be decided about anew; far away where nothing ends. */
  static Instant validUntil(Decision decision, Optional<Settled> settled) {
    return Stream.concat(decision.waiver().stream(), settled.flatMap(Standing::waiver).stream())
        .map(Waiver::end)
        .filter(end -> end.isAfter(decision.time())) // one that had ended was not counted
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }
}
