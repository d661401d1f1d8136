package io.weighbridge.registry.internal.console;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Reason;
import io.weighbridge.registry.internal.gate.ByteSize;
import io.weighbridge.registry.internal.gate.ModelRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** From what is on record about a revision to what its page shows. */
final class RevisionReader {
  /** A page shows so many; the JSON has all. */
  static final int MOST_FINDINGS = 50;

  static final int MOST_FILES = 300;
  private static final List<String> WORST_FIRST = List.of("malicious", "suspicious", "info");

  private final ModelId id;
  private final String endpoint;
  private final PassportReader passports;

  RevisionReader(ModelId id, String endpoint, PassportReader passports) {
    this.id = id;
    this.endpoint = endpoint;
    this.passports = passports;
  }

  ModelPage.RevisionView read(ModelRecord.RevisionRecord record) {
    Json evidence = record.evidence().orElse(Json.Null.NULL);
    List<String> leftOut = record.decision().map(Decision::leftOut).orElse(List.of());
    List<ModelPage.FindingView> findings = findings(evidence);
    List<ModelPage.FileView> files = files(evidence, leftOut);
    return new ModelPage.RevisionView(
        record.commit().hex(),
        record.commit().hex().substring(0, 8),
        StateView.of(record.state(), leftOut),
        Texts.here(record.text(), id),
        Texts.time(record.time()),
        record.time().toString(),
        record.requests() == 0 ? "" : Texts.count(record.requests(), "request") + " refused",
        record.settledBy(),
        record.decision().flatMap(Decision::waiver).map(RevisionReader::waiver),
        record.decision().map(RevisionReader::reasons).orElse(List.of()),
        findings.subList(0, Math.min(MOST_FINDINGS, findings.size())),
        Math.max(0, findings.size() - MOST_FINDINGS),
        story(evidence),
        facts(evidence),
        files.subList(0, Math.min(MOST_FILES, files.size())),
        Math.max(0, files.size() - MOST_FILES),
        summary(files),
        pull(record),
        passports.read(record),
        record.decision().map(RevisionReader::bound).orElse(List.of()),
        actions(record));
  }

  private static String waiver(io.weighbridge.policy.Waiver waiver) {
    return "A block was lifted by "
        + waiver.person()
        + " until "
        + waiver.until()
        + ": "
        + waiver.reason();
  }

  private static List<ModelPage.ReasonView> reasons(Decision decision) {
    return decision.reasons().stream()
        .filter(reason -> !reason.message().isEmpty())
        .map(reason -> reason(reason, decision))
        .toList();
  }

  private static ModelPage.ReasonView reason(Reason reason, Decision decision) {
    boolean leftOut = decision.leftOut().contains(reason.file());
    String outcome =
        leftOut ? "left out" : reason.observed() ? "observed only" : verb(reason.outcome());
    String tone = leftOut || reason.observed() ? "calm" : tone(reason.outcome());
    return new ModelPage.ReasonView(
        reason.rule(), outcome, tone, reason.file(), reason.message(), reason.next());
  }

  private static String verb(Outcome outcome) {
    return switch (outcome) {
      case ADMIT -> "admits";
      case REVIEW -> "asks a person";
      case BLOCK -> "blocks";
    };
  }

  private static String tone(Outcome outcome) {
    return switch (outcome) {
      case ADMIT -> "good";
      case REVIEW -> "warn";
      case BLOCK -> "bad";
    };
  }

  private static List<ModelPage.FindingView> findings(Json evidence) {
    var findings = new ArrayList<ModelPage.FindingView>();
    evidence
        .get("source")
        .ifPresent(
            source ->
                source.items("findings").forEach(item -> findings.add(finding("source", item))));
    for (Json file : evidence.items("files")) {
      String path = file.text("path").orElse("");
      file.items("findings").forEach(item -> findings.add(finding(path, item)));
    }
    findings.sort(Comparator.comparing(finding -> WORST_FIRST.indexOf(finding.severity())));
    return findings;
  }

  private static ModelPage.FindingView finding(String path, Json item) {
    String severity = item.text("severity").orElse("info");
    var place = new StringBuilder(path);
    item.items("members").stream()
        .flatMap(member -> member.asText().stream())
        .forEach(member -> place.append(" \u203a ").append(member));
    item.number("offset").ifPresent(at -> place.append(", byte ").append(Texts.count(at)));
    return new ModelPage.FindingView(
        severity,
        verdictTone(severity),
        item.text("rule").orElse(""),
        place.toString(),
        item.text("message").orElse(""),
        item.text("evidence").orElse(""),
        item.text("remedy").orElse(""),
        item.items("references").stream()
            .flatMap(reference -> reference.asText().stream())
            .map(Catalogue::link)
            .toList());
  }

  /** The source as {@code weighbridge vet} tells it; the topic is told once. */
  private static List<ModelPage.FactView> story(Json evidence) {
    var story = new ArrayList<ModelPage.FactView>();
    String before = "";
    for (Json line :
        evidence.get("source").map(source -> source.items("story")).orElse(List.of())) {
      String topic = line.text("topic").orElse("");
      story.add(
          new ModelPage.FactView(
              topic.equals(before) ? "" : topic,
              line.text("text").orElse(""),
              "",
              factTone(topic)));
      before = topic;
    }
    return story;
  }

  private static List<ModelPage.FactView> facts(Json evidence) {
    return evidence.get("source").stream()
        .flatMap(source -> source.items("facts").stream())
        .filter(fact -> !fact.text("sentence").orElse("").isEmpty())
        .map(
            fact ->
                new ModelPage.FactView(
                    fact.text("name").orElse(""),
                    fact.text("sentence").orElse(""),
                    fact.text("source").orElse(""),
                    factTone(fact.text("tone").orElse(""))))
        .toList();
  }

  private static String factTone(String tone) {
    return switch (tone) {
      case "for" -> "good";
      case "against" -> "warn";
      default -> "calm";
    };
  }

  private static List<ModelPage.FileView> files(Json evidence, List<String> leftOut) {
    return evidence.items("files").stream()
        .map(
            file -> {
              String path = file.text("path").orElse("");
              String verdict = file.text("verdict").orElse("");
              String note = leftOut.contains(path) ? "left out" : file.text("reason").orElse("");
              return new ModelPage.FileView(
                  path,
                  ByteSize.text(file.number("size").orElse(0)),
                  file.text("format").orElse(""),
                  verdict,
                  verdictTone(verdict),
                  note);
            })
        .sorted(Comparator.comparing(RevisionReader::rank))
        .toList();
  }

  private static int rank(ModelPage.FileView file) {
    int rank = WORST_FIRST.indexOf(file.verdict());
    return rank < 0 ? WORST_FIRST.size() : rank;
  }

  private static String summary(List<ModelPage.FileView> files) {
    long safe = files.stream().filter(file -> file.verdict().equals("safe")).count();
    return files.isEmpty()
        ? ""
        : Texts.count(files.size(), "file") + ", " + Texts.count(safe) + " judged safe";
  }

  private static String verdictTone(String verdict) {
    return switch (verdict) {
      case "safe" -> "good";
      case "suspicious" -> "warn";
      case "malicious" -> "bad";
      default -> "calm";
    };
  }

  private List<String> pull(ModelRecord.RevisionRecord record) {
    if (!record.state().served()) {
      return List.of();
    }
    String commit = record.served().map(CommitId::hex).orElse(record.commit().hex());
    return List.of("export HF_ENDPOINT=" + endpoint, "hf download " + id + " --revision " + commit);
  }

  private static List<ModelPage.Bound> bound(Decision decision) {
    return Stream.of(
            new ModelPage.Bound("Commit", decision.commit()),
            new ModelPage.Bound("Manifest", decision.manifestDigest()),
            new ModelPage.Bound("Evidence", decision.evidenceDigest()),
            new ModelPage.Bound("Policy", decision.policyDigest()),
            new ModelPage.Bound("Scanner's rules", decision.rulesDigest()))
        .filter(bound -> !bound.digest().isEmpty()) // a denied id is refused unseen
        .toList();
  }

  // What the policy blocks takes a waiver with an end; what a person refused, a person may approve.
  private static ModelPage.Actions actions(ModelRecord.RevisionRecord record) {
    boolean blocked = record.decision().map(d -> d.outcome() == Outcome.BLOCK).orElse(false);
    return switch (record.state()) {
      case REVIEW -> new ModelPage.Actions(true, true, false, "Refuse");
      case ADMITTED, FILTERED -> new ModelPage.Actions(false, true, false, "Withdraw");
      case REFUSED, WITHDRAWN -> new ModelPage.Actions(!blocked, false, blocked, "");
      case WEIGHING -> new ModelPage.Actions(false, false, false, "");
    };
  }
}
