package io.weighbridge.vetting;

import io.weighbridge.content.Content;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Upstream;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Evidence;
import io.weighbridge.policy.Policy;
import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.OnRecord;
import io.weighbridge.sourcing.SourceReport;
import io.weighbridge.sourcing.SourceVetting;
import io.weighbridge.sourcing.Subject;
import io.weighbridge.vetting.internal.LinkReader;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The one function that command line, server and jobs call: a fetched revision in, evidence and
 * decision out. Stateless and thread-safe; the same bytes, facts, rules and time give the same
 * answer. It reaches nothing but what it is handed: stored bytes, and the upstream for facts about
 * the source.
 *
 * <pre>{@code
 * Vetting vetting = new Vetting(Policy.standard(), scanner::scan, NameIndex.standard(), Clock.systemUTC());
 * Vetted vetted = vetting.vet(upstream, upstream.model(id, "main"), artifacts, Progress.NONE);
 * }</pre>
 */
public final class Vetting {
  private final Policy policy;
  private final Scan scanner;
  private final SourceVetting sourcing;
  private final Clock clock;

  /** How files are judged: {@code scanner::scan}. Thread-safe; one report per file, in order. */
  @FunctionalInterface
  public interface Scan {
    ScanReport scan(String target, List<ScanFile> files);
  }

  /** Where nothing is on record of earlier revisions. */
  public Vetting(Policy policy, Scan scanner, NameIndex names, Clock clock) {
    this(policy, scanner, names, OnRecord.NOTHING, clock);
  }

  /**
   * With a record of what was admitted before.
   *
   * @param record what a new commit is a change of, and whom a namespace belonged to
   */
  public Vetting(Policy policy, Scan scanner, NameIndex names, OnRecord record, Clock clock) {
    this.policy = policy;
    this.scanner = scanner;
    this.sourcing = new SourceVetting(names, record, clock);
    this.clock = clock;
  }

  /**
   * Judges a revision.
   *
   * @param upstream where it comes from; what it does not tell stays unknown
   * @param artifacts every file of the revision, fetched
   */
  public Vetted vet(
      Upstream upstream, ModelInfo info, List<Artifact> artifacts, Progress progress) {
    return vet(upstream, info.id(), info, artifacts, progress);
  }

  /**
   * Judges a revision that was asked for by a name which need not be the model's any more.
   *
   * @param asked the id that was asked for
   */
  public Vetted vet(
      Upstream upstream,
      ModelId asked,
      ModelInfo info,
      List<Artifact> artifacts,
      Progress progress) {
    long start = System.nanoTime();
    Manifest manifest = Manifest.of(artifacts);
    ScanReport scan = scan(info, artifacts, progress);
    List<RepoFile> tree = artifacts.stream().map(Artifact::file).toList();
    LinkReader.Read read = LinkReader.read(artifacts);
    SourceReport source =
        sourcing.assess(new Subject(upstream, asked, info, tree, scan.licences(), read.configs()));
    Evidence evidence =
        Evidence.of(info, upstream.name(), manifest.digest(), scan, read.links(), source.toJson());
    Decision decision = policy.decide(evidence, clock);
    return new Vetted(
        evidence,
        decision,
        scan,
        source,
        manifest,
        manifest.without(decision.leftOut()),
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** Decides anew from stored evidence: after the policy changed, or a waiver ended. */
  public Decision decide(Evidence evidence) {
    return policy.decide(evidence, clock);
  }

  /** See {@link Policy#denied}. */
  public Optional<Decision> denied(ModelId model, Optional<CommitId> commit, String rulesDigest) {
    return policy.denied(model, commit, rulesDigest, clock);
  }

  /**
   * Judges stored files by the rules of today. What was known of the source stays as it was: no
   * upstream is asked, so that a change of rules works without one.
   *
   * @param before the evidence of the last judgement
   */
  public Reweighed again(Evidence before, ModelInfo info, List<Artifact> artifacts) {
    Manifest manifest = Manifest.of(artifacts);
    ScanReport scan = scan(info, artifacts, Progress.NONE);
    Evidence evidence =
        Evidence.of(
            info,
            before.upstream(),
            manifest.digest(),
            scan,
            LinkReader.read(artifacts).links(),
            before.document().get("source").orElse(Json.Null.NULL));
    return new Reweighed(evidence, policy.decide(evidence, clock), scan, manifest);
  }

  /**
   * Judges one file by itself, without what other files say of it: whether stored bytes are what a
   * look at parts of them promised.
   */
  public FileReport one(ModelInfo info, Artifact artifact) {
    return scan(info, List.of(artifact), Progress.NONE).files().getFirst();
  }

  /** A revision whose stored files were judged again. */
  public record Reweighed(
      Evidence evidence, Decision decision, ScanReport scan, Manifest manifest) {}

  private ScanReport scan(ModelInfo info, List<Artifact> artifacts, Progress progress) {
    var started = new AtomicInteger();
    List<ScanFile> files =
        artifacts.stream()
            .map(
                artifact -> {
                  String path = artifact.file().path().text();
                  Supplier<Content> open =
                      () -> {
                        progress.judging(path, started.incrementAndGet(), artifacts.size());
                        return artifact.open().get();
                      };
                  return new ScanFile(path, open);
                })
            .toList();
    ScanReport report = scanner.scan(info.id() + "@" + info.commit(), files);
    return withDigests(report, artifacts);
  }

  /** The digests of the stored bytes, which are those that were judged. */
  private static ScanReport withDigests(ScanReport report, List<Artifact> artifacts) {
    Map<String, String> digests = new HashMap<>();
    artifacts.forEach(artifact -> digests.put(artifact.file().path().text(), artifact.sha256()));
    List<FileReport> files =
        report.files().stream()
            .map(
                file -> {
                  String digest = digests.get(file.path());
                  if (digest == null) {
                    throw new IllegalStateException("judged but not fetched: " + file.path());
                  }
                  return file.withSha256(digest);
                })
            .toList();
    if (files.size() != artifacts.size()) {
      throw new IllegalStateException(
          files.size() + " files judged of " + artifacts.size() + " fetched");
    }
    return new ScanReport(
        report.version(),
        report.rulesDigest(),
        report.target(),
        report.verdict(),
        files,
        report.licences());
  }
}
