package io.weighbridge.sourcing;

import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import java.util.Locale;

/**
 * A name that looks like a protected one and is not it.
 *
 * @param original the protected name
 * @param kind how the two are alike; the strongest where several are
 * @param distance edits between the two (Damerau, over publisher and name as they are judged); 0
 *     when they differ in look or order only
 * @param explanation one sentence: what differs, and by how much
 */
public record Resemblance(ModelId original, Kind kind, int distance, String explanation) {

  /** How a name can resemble another; the classes of the published attack studies. */
  public enum Kind {
    /** Characters that look the same ({@code 0} for {@code o}, a Cyrillic letter). */
    LOOKS_SAME,
    /** Letters left out, added, swapped or mistyped. */
    TYPO,
    /** Another separator, or none. */
    DELIMITER,
    /** The same words in another order. */
    WORD_ORDER,
    /** A word or letter repeated. */
    REPETITION,
    /** A word left out. */
    OMISSION,
    /** The publisher's name with {@code -ai}, {@code -official}, {@code -hf} and the like. */
    DECORATION,
    /** The border between publisher and name moved, or the model's family as its publisher. */
    NAMESPACE,
    /** The very name under a publisher that nobody knows: quantisers and mirrors do it too. */
    COPY;

    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether it is only worth knowing, and no ground for a refusal by itself. */
  public boolean informational() {
    return kind == Kind.COPY;
  }

  public Json toJson() {
    return Json.object()
        .put("original", original.toString())
        .put("kind", kind.text())
        .put("distance", distance)
        .put("informational", informational())
        .put("explanation", explanation)
        .build();
  }
}
