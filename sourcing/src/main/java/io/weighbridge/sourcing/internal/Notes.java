package io.weighbridge.sourcing.internal;

import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.RuleTable;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.NameIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Facts and findings about one model, as they are gathered. Unknown values are noted as such. */
final class Notes {
  private static final RuleTable RULES = RuleTable.load(NameIndex.class, "rules.tsv");

  private final String model;
  private final List<Fact> facts = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  Notes(String model) {
    this.model = model;
  }

  List<Fact> facts() {
    return facts;
  }

  List<Finding> findings() {
    return findings;
  }

  /** A fact that was noted; empty when it is unknown. */
  Optional<Json> value(String name) {
    return facts.stream()
        .filter(fact -> fact.name().equals(name) && fact.value() != Json.Null.NULL)
        .map(Fact::value)
        .findFirst();
  }

  void fact(String name, Json value, String sentence, String source, Tone tone) {
    facts.add(new Fact(name, value, sentence, source, tone));
  }

  /** A text, or that it is unknown; the sentence has {@code %s} for the text. */
  void text(String name, Optional<String> value, String sentence, String source) {
    fact(
        name,
        value.<Json>map(Json::of).orElse(Json.Null.NULL),
        value.map(text -> sentence.formatted(text)).orElse(""),
        source,
        Tone.NEUTRAL);
  }

  void count(String name, OptionalLong count, String sentence, String source) {
    fact(
        name,
        count.isPresent() ? Json.of(count.getAsLong()) : Json.Null.NULL,
        count.isPresent() ? sentence.formatted(number(count.getAsLong())) : "",
        source,
        Tone.NEUTRAL);
  }

  void time(String name, Optional<Instant> time, String sentence, String source) {
    fact(
        name,
        time.<Json>map(at -> Json.of(at.toString())).orElse(Json.Null.NULL),
        time.map(at -> sentence.formatted(day(at))).orElse(""),
        source,
        Tone.NEUTRAL);
  }

  void find(String rule, String message, String evidence) {
    findings.add(RULES.rule(rule).at(Location.of(model), message, evidence));
  }

  void findIn(String path, String rule, String message, String evidence) {
    findings.add(RULES.rule(rule).at(Location.of(path), message, evidence));
  }

  static String day(Instant time) {
    return time.toString().substring(0, 10);
  }

  /** The first few, and how many more there are. */
  static String list(List<String> items, int most) {
    String first = String.join(", ", items.subList(0, Math.min(most, items.size())));
    int more = items.size() - most;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  static String count(long count, String unit) {
    return number(count) + " " + unit + (count == 1 ? "" : "s");
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
