package io.weighbridge.sourcing.internal;

import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Score;
import io.weighbridge.sourcing.SourcingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which rows of {@code score.tsv} hold for what was noted. */
final class Scoring {
  private record Row(String name, int points, List<String> when) {}

  private static final List<Row> ROWS =
      Table.rows("score.tsv", 4).stream()
          .map(row -> new Row(row[0], Integer.parseInt(row[1]), List.of(row[2].split(" ", -1))))
          .toList();

  private Scoring() {}

  static Score of(Notes notes, Instant now) {
    return new Score(
        ROWS.stream()
            .filter(row -> holds(row.when(), notes, now))
            .map(row -> new Score.Part(row.name(), row.points()))
            .toList());
  }

  private static boolean holds(List<String> when, Notes notes, Instant now) {
    String name = when.get(1);
    Optional<Json> value = notes.value(name);
    return switch (when.getFirst()) {
      case "finding" -> notes.findings().stream().anyMatch(found -> found.rule().equals(name));
      case "least" ->
          value.isPresent() && value.get().asLong().orElse(0) >= Long.parseLong(when.get(2));
      case "days" ->
          value
              .flatMap(Json::asText)
              .map(Instant::parse)
              .filter(at -> Duration.between(at, now).toDays() >= Long.parseLong(when.get(2)))
              .isPresent();
      case "fact" ->
          switch (when.get(2)) {
            case "known" -> value.isPresent();
            case "true" -> value.equals(Optional.of(Json.of(true)));
            default -> throw new SourcingException("score.tsv: " + when);
          };
      default -> throw new SourcingException("score.tsv: " + when);
    };
  }
}
