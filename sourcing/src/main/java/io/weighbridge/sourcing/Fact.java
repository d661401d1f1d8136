package io.weighbridge.sourcing;

import io.weighbridge.json.Json;
import java.util.Locale;

/**
 * One thing known about a model's origin, with where it comes from.
 *
 * @param name dotted, such as {@code publisher.since}; documented in {@link SourceReport}
 * @param value text, number or truth; {@code null} as JSON knows it when unknown
 * @param sentence the same for a person
 * @param source where it was read: a route of the upstream, a table of ours
 */
public record Fact(String name, Json value, String sentence, String source, Tone tone) {

  /** Which way a fact speaks. */
  public enum Tone {
    FOR,
    NEUTRAL,
    AGAINST;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Json toJson() {
    return Json.object()
        .put("name", name)
        .put("value", value)
        .put("sentence", sentence)
        .put("source", source)
        .put("tone", tone.text())
        .build();
  }
}
