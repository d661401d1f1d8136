package io.weighbridge.sourcing.internal;

import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.internal.Comparison.Hit;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nearest so far, of the heaviest kind. A strange publisher's own look comes before a copy. */
final class Best {
  private static final Comparator<Hit> ORDER =
      Comparator.comparing(Hit::weight)
          .thenComparingInt(Hit::distance)
          .thenComparing(Hit::original, String.CASE_INSENSITIVE_ORDER);

  @Nullable Hit hit;
  int compared;

  void offer(Hit other) {
    if (hit == null || ORDER.compare(other, hit) < 0) {
      hit = other;
    }
  }

  boolean isCopyOrNothing() {
    return hit == null || hit.weight() == Comparison.Weight.SAME_NAME;
  }

  Optional<Resemblance> resemblance() {
    return Optional.ofNullable(hit).map(best -> best.told().get());
  }
}
