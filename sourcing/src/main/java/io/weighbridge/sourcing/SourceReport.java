package io.weighbridge.sourcing;

import io.weighbridge.evidence.Finding;
import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known about who made a model and how it is used. What is not told is unknown, and unknown
 * never counts in favour.
 *
 * <p>Facts hold points in time, not ages, so that the same answers give the same report. Their
 * names: {@code publisher.name}, {@code .kind} (user, organization, unknown), {@code .id}, {@code
 * .fullName}, {@code .official} (our own table), {@code .verified}, {@code .since}, {@code
 * .models}, {@code .followers}; {@code model.createdAt}, {@code .lastModified}, {@code .downloads},
 * {@code .likes}, {@code .gated}, {@code .papers}; {@code licence.card}, {@code licence.file};
 * {@code baseModel.claims}; {@code weights.pickles}, {@code weights.pickleBesideSafe}; {@code
 * upstreamScan} (worst level told, or "no issue"); {@code history.commits}, {@code
 * history.authors}; {@code discussions.reports} (how many open ones speak of malware); {@code
 * resembles.downloads}, {@code resembles.createdAt}; {@code unanswered}.
 *
 * @param model the canonical id
 * @param resembles the protected name that it looks like
 * @param facts in the order in which a person would want them
 * @param findings worst first
 */
public record SourceReport(
    ModelId model, Optional<Resemblance> resembles, List<Fact> facts, List<Finding> findings) {

  public SourceReport {
    facts = List.copyOf(facts);
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

  /** The report in sentences, most important first. */
  public List<String> sentences() {
    var sentences = new ArrayList<String>();
    sentences.add(headline());
    sentences.addAll(against());
    facts.stream()
        .map(Fact::sentence)
        .filter(sentence -> !sentence.isEmpty())
        .forEach(sentences::add);
    return List.copyOf(sentences);
  }

  public Json toJson() {
    return Json.object()
        .put("model", model.toString())
        .put("headline", headline())
        .put("resembles", resembles.map(Resemblance::toJson).orElse(Json.Null.NULL))
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
