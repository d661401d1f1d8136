package io.weighbridge.sourcing.internal;

import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.Loading;
import io.weighbridge.sourcing.SourceReport;
import io.weighbridge.sourcing.SourceReport.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A report on one screen: who, how used, for, against, what loading does, what to use instead. */
public final class Story {
  private static final int MOST_AGAINST = 8;
  private static final int MOST_FOR = 6;
  private static final Set<String> CHANGES =
      Set.of(
          "source/change-weights",
          "source/change-code",
          "source/change-pickle",
          "source/namespace-taken",
          "source/recreated");

  private final SourceReport report;
  private final List<Line> lines = new ArrayList<>();

  private Story(SourceReport report) {
    this.report = report;
  }

  public static List<Line> of(SourceReport report) {
    return new Story(report).lines();
  }

  private List<Line> lines() {
    say("who", who());
    say("use", use());
    report.fact("change.since").ifPresent(since -> said("change.since", "change"));
    said("baseModel.claims", "made from");
    List<String> good =
        report.facts().stream()
            .filter(fact -> fact.tone() == Tone.FOR && !fact.name().startsWith("loading."))
            .map(Fact::sentence)
            .filter(Predicate.not(String::isEmpty))
            .toList();
    all("for", good, MOST_FOR);
    var bad = new ArrayList<String>();
    report.findings().stream().map(Finding::message).map(Story::sentence).forEach(bad::add);
    report.facts().stream()
        .filter(fact -> fact.tone() == Tone.AGAINST && !fact.name().startsWith("loading."))
        .map(Fact::sentence)
        .filter(Predicate.not(String::isEmpty))
        .forEach(bad::add);
    all("against", bad, MOST_AGAINST);
    said("loading.first", "loading");
    said("loading.elsewhere", "loading");
    instead().ifPresent(text -> say("instead", text));
    say("score", report.score() + ".");
    return List.copyOf(lines);
  }

  private void say(String topic, String text) {
    lines.add(new Line(topic, text));
  }

  private void said(String fact, String topic) {
    report.facts().stream()
        .filter(each -> each.name().equals(fact) && !each.sentence().isEmpty())
        .findFirst()
        .ifPresent(each -> say(topic, each.sentence()));
  }

  private void all(String topic, List<String> texts, int most) {
    if (texts.isEmpty()) {
      say(topic, "nothing that we know.");
    }
    texts.stream().limit(most).forEach(text -> say(topic, text));
    if (texts.size() > most) {
      say(topic, "and " + (texts.size() - most) + " more, in the details.");
    }
  }

  // A name or a file at the beginning stays as it is written.
  private static String sentence(String message) {
    boolean word = message.matches("(?s)[a-z]+[ ,:].*");
    return message.isEmpty()
        ? message
        : (word ? message.substring(0, 1).toUpperCase(Locale.ROOT) : message.substring(0, 1))
            + message.substring(1)
            + (message.endsWith(".") ? "" : ".");
  }

  private String who() {
    String namespace = report.model().namespace();
    if (namespace.isEmpty()) {
      return "nobody that is named publishes " + report.model() + ".";
    }
    String kind =
        switch (text("publisher.kind").orElse("")) {
          case "user" -> ", a person";
          case "organization" -> ", an organisation";
          default -> "";
        };
    String full =
        text("publisher.fullName")
            .filter(name -> !name.equalsIgnoreCase(namespace))
            .map(name -> " (\"" + name + "\")")
            .orElse("");
    boolean account = report.fact("publisher.createdAt").isPresent();
    String since =
        day("publisher.since")
            .map(day -> (account ? "; account of " : "; oldest model of ") + day)
            .orElse("; nobody tells since when");
    String models =
        number("publisher.models")
            .map(count -> "; " + count + (count.equals("1") ? " model" : " models"))
            .orElse("");
    return namespace + full + kind + since + models + ".";
  }

  private String use() {
    var parts = new ArrayList<String>();
    day("model.createdAt").ifPresent(day -> parts.add("there since " + day));
    day("model.lastModified").ifPresent(day -> parts.add("last changed on " + day));
    number("model.downloads").ifPresent(count -> parts.add(count + " downloads lately"));
    number("model.likes").ifPresent(count -> parts.add(count + " likes"));
    text("licence.card").ifPresent(licence -> parts.add("licence " + licence));
    return parts.isEmpty() ? "nobody tells how it is used." : String.join(", ", parts) + ".";
  }

  private Optional<String> text(String fact) {
    return report.fact(fact).flatMap(Json::asText);
  }

  private Optional<String> day(String fact) {
    return text(fact).map(text -> text.substring(0, Math.min(10, text.length())));
  }

  private Optional<String> number(String fact) {
    return report
        .fact(fact)
        .map(Json::asLong)
        .filter(java.util.OptionalLong::isPresent)
        .map(count -> Notes.number(count.getAsLong()));
  }

  private Optional<String> instead() {
    if (report.resembles().isPresent() && !report.resembles().get().informational()) {
      return Optional.of("hf download " + report.resembles().get().original());
    }
    boolean changed =
        report.findings().stream()
            .anyMatch(found -> CHANGES.contains(found.rule()) && found.severity() != Severity.INFO);
    Optional<String> admitted = text("change.since");
    if (changed && admitted.isPresent()) {
      return Optional.of(
          "the revision that was admitted: hf download "
              + report.model()
              + " --revision "
              + admitted.get());
    }
    if (report.resembles().isPresent()) {
      return Optional.of(
          "the original, unless you know this publisher: hf download "
              + report.resembles().get().original());
    }
    return report.loadings().stream().findFirst().flatMap(Story::safeCall);
  }

  private static Optional<String> safeCall(Loading loading) {
    if (!loading.obstacle().isEmpty()) {
      return Optional.of("another model if you can: " + loading.obstacle());
    }
    return loading.safeArguments().isEmpty()
        ? Optional.empty()
        : Optional.of("nothing; load it with " + String.join(", ", loading.safeArguments()));
  }
}
