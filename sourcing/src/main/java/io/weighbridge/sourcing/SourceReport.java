package io.weighbridge.sourcing;

import io.weighbridge.evidence.Finding;
import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known about who made a model and how it is used. What is not told is unknown, and unknown
 * never counts in favour.
 *
 * <p>Names of facts: {@code publisher.name}, {@code publisher.kind}, {@code publisher.id}, {@code
 * publisher.official}, {@code publisher.verified}, {@code publisher.since}, {@code
 * publisher.ageDays}, {@code publisher.models}, {@code model.createdAt}, {@code model.ageDays},
 * {@code model.lastModified}, {@code model.downloads}, {@code model.likes}, {@code model.gated},
 * {@code model.renamedFrom}, {@code model.tags}, {@code licence.card}, {@code licence.file}, {@code
 * baseModel.claims}, {@code history.commits}, {@code history.authors}, {@code
 * history.lateWeightChange}, {@code discussions.reports}, {@code upstreamScan}, {@code
 * weights.pickleBesideSafe}.
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

  /** Days since the publisher appeared: account creation, else its oldest model's. */
  public OptionalLong publisherAgeDays() {
    return number("publisher.ageDays");
  }

  /** Days since the repository was created. */
  public OptionalLong modelAgeDays() {
    return number("model.ageDays");
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

  /** The report in sentences, most important first. */
  public List<String> sentences() {
    var sentences = new java.util.ArrayList<String>();
    findings.forEach(finding -> sentences.add(finding.message()));
    facts.stream()
        .map(Fact::sentence)
        .filter(sentence -> !sentence.isEmpty())
        .forEach(sentences::add);
    return List.copyOf(sentences);
  }

  public Json toJson() {
    return Json.object()
        .put("model", model.toString())
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
