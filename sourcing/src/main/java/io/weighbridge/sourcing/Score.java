package io.weighbridge.sourcing;

import io.weighbridge.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A number for sorting and for impatient readers: nothing but the sum of its named parts ({@code
 * score.tsv}). The rules of a policy speak of facts.
 */
public record Score(List<Part> parts) {

  /** What holds, and what it counts. */
  public record Part(String name, int points) {
    @Override
    public String toString() {
      return name + " " + (points > 0 ? "+" : "") + points;
    }
  }

  public Score {
    parts = List.copyOf(parts);
  }

  public int sum() {
    return parts.stream().mapToInt(Part::points).sum();
  }

  /** The sum and its parts, for a person. */
  @Override
  public String toString() {
    return parts.isEmpty()
        ? "0"
        : sum() + " = " + parts.stream().map(Part::toString).collect(Collectors.joining(", "));
  }

  public Json toJson() {
    return Json.object()
        .put("sum", sum())
        .put(
            "parts",
            Json.array(
                parts.stream()
                    .map(
                        part ->
                            Json.object()
                                .put("part", part.name())
                                .put("points", part.points())
                                .build())
                    .toList()))
        .build();
  }
}
