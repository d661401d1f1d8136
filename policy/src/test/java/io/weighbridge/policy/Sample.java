package io.weighbridge.policy;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.sourcing.Fact;
import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.Score;
import io.weighbridge.sourcing.SourceReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A revision with evidence about it, made up step by step; harmless unless told otherwise. */
public final class Sample {
  public static final Instant NOW = Instant.parse("2027-01-15T12:00:00Z");
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  public static final CommitId COMMIT = new CommitId("0123456789abcdef0123456789abcdef01234567");

  private Score.Part[] parts = {};
  private final ModelId id;
  private String gated = "false";
  private boolean disabled;
  private long changedDaysAgo = 30;
  private long downloads = 1000;
  private String task = "fill-mask";
  private final List<String> tags = new ArrayList<>();
  private final List<Fact> facts = new ArrayList<>();
  private final List<Finding> sourceFindings = new ArrayList<>();
  private Optional<Resemblance> resembles = Optional.empty();
  private final List<FileReport> files = new ArrayList<>();
  private final Map<String, List<String>> shards = new HashMap<>();
  private final Map<String, List<String>> code = new HashMap<>();

  private Sample(String id) {
    this.id = ModelId.parse(id).orElseThrow();
  }

  public static Sample of(String id) {
    return new Sample(id);
  }

  /** A small model that loads: config, tokenizer, safetensors. */
  public static Sample whole() {
    return of("acme/model").safe("config.json", "json").safe("tokenizer.json", "json").weights();
  }

  public Sample weights() {
    return safe("model.safetensors", "safetensors");
  }

  public Sample gated() {
    gated = "manual";
    return this;
  }

  public Sample disabled() {
    disabled = true;
    return this;
  }

  public Sample changed(long daysAgo) {
    changedDaysAgo = daysAgo;
    return this;
  }

  public Sample downloads(long count) {
    downloads = count;
    return this;
  }

  public Sample task(String name) {
    task = name;
    return this;
  }

  public Sample tag(String tag) {
    tags.add(tag);
    return this;
  }

  public Sample publisherAge(long days) {
    return fact("publisher.since", Json.of(NOW.minus(Duration.ofDays(days)).toString()));
  }

  public Sample fact(String name, Json value) {
    facts.add(new Fact(name, value, name + " is known.", "test", Fact.Tone.NEUTRAL));
    return this;
  }

  public Sample resembling(String original) {
    return resembling(original, Resemblance.Kind.TYPO);
  }

  public Sample resembling(String original, Resemblance.Kind kind) {
    ModelId known = ModelId.parse(original).orElseThrow();
    resembles = Optional.of(new Resemblance(known, kind, 1, "one letter differs from " + original));
    return this;
  }

  public Sample sourceFinding(String rule, Severity severity, String message) {
    Location place = Location.of(id.toString());
    sourceFindings.add(new Finding(rule, severity, place, message, "", List.of(), ""));
    return this;
  }

  public Sample safe(String path, String format) {
    return file(path, format, Verdict.SAFE, Coverage.FULL);
  }

  public Sample unknown(String path) {
    return file(path, "unknown", Verdict.SUSPICIOUS, Coverage.NONE);
  }

  public Sample suspicious(String path, String format) {
    return file(path, format, Verdict.SUSPICIOUS, Coverage.PARTIAL);
  }

  public Sample malicious(String path, String call) {
    Location place = Location.of(path).member("archive/data.pkl").at(41);
    String message = "runs code when it is loaded";
    var finding =
        new Finding(
            "pickle/dangerous-call", Severity.MALICIOUS, place, message, call, List.of(), "");
    files.add(report(path, "torch-zip", Verdict.MALICIOUS, Coverage.FULL, List.of(finding)));
    return this;
  }

  public Sample file(String path, String format, Verdict verdict, Coverage coverage) {
    files.add(report(path, format, verdict, coverage, List.of()));
    return this;
  }

  public Sample size(String path, long bytes) {
    Optional<String> sha = Optional.of("ab".repeat(32));
    files.add(new FileReport(path, "gguf", bytes, sha, Verdict.SAFE, Coverage.FULL, "", List.of()));
    return this;
  }

  public Sample finding(String path, String rule, Severity severity) {
    var finding = new Finding(rule, severity, Location.of(path), "found", "", List.of(), "");
    files.add(report(path, "pickle", Verdict.SUSPICIOUS, Coverage.FULL, List.of(finding)));
    return this;
  }

  public Sample index(String path, String... names) {
    shards.put(path, List.of(names));
    return safe(path, "json");
  }

  public Sample naming(String path, String... scripts) {
    code.put(path, List.of(scripts));
    return this;
  }

  private static FileReport report(
      String path, String format, Verdict verdict, Coverage coverage, List<Finding> findings) {
    String reason = coverage == Coverage.FULL ? "" : "only partly understood";
    Optional<String> sha = Optional.of("ab".repeat(32));
    return new FileReport(path, format, 100, sha, verdict, coverage, reason, findings);
  }

  public ModelInfo info() {
    return new ModelInfo(
        id,
        COMMIT,
        Optional.of(id.namespace()),
        Optional.of(NOW.minus(Duration.ofDays(400))),
        Optional.of(NOW.minus(Duration.ofDays(changedDaysAgo))),
        gated,
        false,
        disabled,
        OptionalLong.of(downloads),
        OptionalLong.empty(),
        tags,
        Optional.of(task),
        Optional.empty(),
        Json.object().build(),
        Json.object().build(),
        Json.object().build());
  }

  /** A score of that sum. */
  public Sample score(int points) {
    parts = new Score.Part[] {new Score.Part("test", points)};
    return this;
  }

  public Evidence evidence() {
    Verdict verdict = files.stream().map(FileReport::verdict).reduce(Verdict.SAFE, Verdict::worst);
    return Evidence.of(
        info(),
        "hub",
        "cd".repeat(32),
        new ScanReport("0.1.0", "ef".repeat(32), id.toString(), verdict, files, List.of()),
        new Links(shards, code),
        new SourceReport(id, resembles, facts, sourceFindings, List.of(), new Score(List.of(parts)))
            .toJson());
  }

  public Decision by(Policy policy) {
    return policy.decide(evidence(), CLOCK);
  }
}
