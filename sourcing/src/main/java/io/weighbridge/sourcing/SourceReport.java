package io.weighbridge.sourcing;

import io.weighbridge.evidence.Finding;
import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.internal.Story;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known about who made a model and how it is used. What is not told is unknown, and unknown
 * never counts in favour.
 *
 * <p>Facts hold points in time, not ages, so that the same answers give the same report. Their
 * names, and what they mean, are in {@code docs/vet.md}.
 *
 * @param model the canonical id
 * @param resembles the protected name that it looks like
 * @param facts in the order in which a person would want them
 * @param findings worst first
 * @param loadings what each loader that the repository is for would do with it
 * @param score the sum of named parts, for sorting
 */
public record SourceReport(
    ModelId model,
    Optional<Resemblance> resembles,
    List<Fact> facts,
    List<Finding> findings,
    List<Loading> loadings,
    Score score) {

  /** A line of the story, under its topic. */
  public record Line(String topic, String text) {}

  public SourceReport {
    facts = List.copyOf(facts);
    loadings = List.copyOf(loadings);
    findings =
        findings.stream()
            .sorted(java.util.Comparator.comparing(Finding::severity).reversed())
            .toList();
  }

  /** The fact's value; empty when it is unknown or was not established. */
  public Optional<Json> fact(String name) {
    return facts.stream()
        .filter(fact -> fact.name().equals(name) && fact.value() != Json.Null.NULL)
        .map(Fact::value)
        .findFirst();
  }

  /** Since when the publisher is known: account creation, else its oldest model's. */
  public Optional<Instant> publisherSince() {
    return time("publisher.since");
  }

  public Optional<Instant> modelCreatedAt() {
    return time("model.createdAt");
  }

  public OptionalLong downloads() {
    return number("model.downloads");
  }

  public OptionalLong likes() {
    return number("model.likes");
  }

  /** Whether the publisher is in our table of official publishers. */
  public boolean official() {
    return fact("publisher.official").equals(Optional.of(Json.of(true)));
  }

  private OptionalLong number(String name) {
    return fact(name).map(Json::asLong).orElse(OptionalLong.empty());
  }

  private Optional<Instant> time(String name) {
    return fact(name).flatMap(Json::asText).map(Instant::parse);
  }

  /** Who, since when, how used: one sentence. */
  public String headline() {
    String who = model.namespace().isEmpty() ? "nobody that is named" : model.namespace();
    String since =
        publisherSince()
            .map(at -> ", known since " + at.toString().substring(0, 10))
            .orElse(", nobody tells since when");
    String use =
        downloads().isPresent()
            ? String.format(Locale.ROOT, "; %,d downloads lately", downloads().getAsLong())
            : "; nobody tells how much it is used";
    return model
        + " is published by "
        + who
        + (official() ? " (official)" : "")
        + since
        + use
        + ".";
  }

  /** What speaks against it: the findings' messages, worst first. */
  public List<String> against() {
    return findings.stream().map(Finding::message).toList();
  }

  /**
   * The report on one screen, by topic: who publishes it, how it is used, what changed, what speaks
   * for it and against it, what loading it would do, what to use instead.
   */
  public List<Line> story() {
    return Story.of(this);
  }

  public Json toJson() {
    return Json.object()
        .put("model", model.toString())
        .put("headline", headline())
        .put("resembles", resembles.map(Resemblance::toJson).orElse(Json.Null.NULL))
        .put(
            "story",
            Json.array(
                story().stream()
                    .map(
                        line ->
                            Json.object()
                                .put("topic", line.topic())
                                .put("text", line.text())
                                .build())
                    .toList()))
        .put("score", score.toJson())
        .put("loading", Json.array(loadings.stream().map(Loading::toJson).toList()))
        .put("facts", Json.array(facts.stream().map(Fact::toJson).toList()))
        .put(
            "findings",
            Json.array(
                findings.stream()
                    .map(
                        finding ->
                            Json.object()
                                .put("rule", finding.rule())
                                .put("severity", finding.severity().text())
                                .put("message", finding.message())
                                .put("evidence", finding.evidence())
                                .put("remedy", finding.remedy())
                                .build())
                    .toList()))
        .build();
  }
}
