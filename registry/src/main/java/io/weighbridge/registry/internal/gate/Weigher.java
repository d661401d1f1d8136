package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Upstream;
import io.weighbridge.hub.Via;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Evidence;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.db.Rows.Conclusion;
import io.weighbridge.registry.internal.fault.FaultPoint;
import io.weighbridge.registry.internal.gate.Judge.Judgement;
import io.weighbridge.registry.internal.store.Announced;
import io.weighbridge.registry.internal.store.BlobStore;
import io.weighbridge.registry.internal.store.StoredBlob;
import io.weighbridge.vetting.Artifact;
import io.weighbridge.vetting.Manifest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Weighs one revision: list, fetch, judge, decide, record. In that order, and the ledger before the
 * table: what is served was recorded, whatever crashes in between. Thread-safe.
 */
final class Weigher {
  private static final int PARALLEL_FILES = 4;

  private final Records records;
  private final BlobStore store;
  private final Judge judge;
  private final Journal journal;
  private final Shelf shelf;
  private final Quota quota;
  private final Texts texts;
  private final Semaphore slots;
  private final Consumer<ModelId> admitted;
  private final Clock clock;

  Weigher(
      Records records,
      BlobStore store,
      Judge judge,
      Journal journal,
      Shelf shelf,
      Quota quota,
      Texts texts,
      int concurrent,
      Consumer<ModelId> admitted,
      Clock clock) {
    this.records = records;
    this.store = store;
    this.judge = judge;
    this.journal = journal;
    this.shelf = shelf;
    this.quota = quota;
    this.texts = texts;
    this.slots = new Semaphore(concurrent, true);
    this.admitted = admitted;
    this.clock = clock;
  }

  /**
   * Weighs a revision that nothing is known of, or whose bytes are gone.
   *
   * @return why nothing was decided; empty when the decision is on record
   * @throws HubException when the upstream fails or lies
   */
  Optional<Answer> weigh(
      Rows.Model model, long revision, Upstream upstream, Weighing weighing, Asker asker) {
    CommitId commit = weighing.info().commit();
    List<RepoFile> files = upstream.tree(model.id(), commit);
    weighing.listed(files);
    Optional<Answer> limit = quota.bytes(asker, total(files), missing(files));
    if (limit.isPresent()) {
      return limit;
    }
    takeTurn();
    try {
      weighing.started();
      List<Artifact> artifacts = fetch(model, upstream, commit, files, weighing);
      weighing.judging();
      FaultPoint.reached(FaultPoint.Phase.JUDGE);
      Judgement judgement = judge.judge(upstream, weighing.info(), artifacts);
      conclude(model, revision, judgement, artifacts);
      return Optional.empty();
    } finally {
      slots.release();
    }
  }

  private void takeTurn() {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      throw closing(e);
    }
  }

  private static RegistryException closing(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RegistryException("the gate is shutting down; ask again when it is back", e);
  }

  private static long total(List<RepoFile> files) {
    return files.stream().mapToLong(RepoFile::size).sum();
  }

  private long missing(List<RepoFile> files) {
    return files.stream()
        .filter(file -> file.sha256().filter(store::has).isEmpty())
        .mapToLong(RepoFile::size)
        .sum();
  }

  private List<Artifact> fetch(
      Rows.Model model,
      Upstream upstream,
      CommitId commit,
      List<RepoFile> files,
      Weighing weighing) {
    Via via = Via.current();
    var permits = new Semaphore(PARALLEL_FILES);
    var failed = new AtomicBoolean();
    var running = new ArrayList<Future<Artifact>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (RepoFile file : files) {
        permits.acquireUninterruptibly();
        if (failed.get()) {
          break; // those under way end by themselves: others may have joined them
        }
        running.add(
            threads.submit(
                () -> {
                  boolean fetched = false;
                  try {
                    Artifact artifact =
                        ScopedValue.where(Via.CURRENT, via)
                            .call(() -> fetch(model, upstream, commit, file, weighing));
                    fetched = true;
                    return artifact;
                  } finally {
                    failed.compareAndSet(false, !fetched);
                    permits.release();
                  }
                }));
      }
      return running.stream().map(Weigher::result).toList();
    }
  }

  private static Artifact result(Future<Artifact> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw closing(e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private Artifact fetch(
      Rows.Model model, Upstream upstream, CommitId commit, RepoFile file, Weighing weighing) {
    Optional<String> kept =
        file.large()
            ? Optional.empty()
            : records.revisions().files().blob(model.key(), file.oid(), file.size());
    if (kept.filter(store::has).isPresent()) {
      weighing.arrived(file.size());
      return artifact(file, kept.get());
    }
    StoredBlob blob =
        store.fetch(
            Announced.of(upstream.name() + " " + model.id().key(), file),
            offset -> upstream.stream(model.id(), commit, file, offset),
            weighing::arrived);
    return artifact(file, blob.sha256());
  }

  private Artifact artifact(RepoFile file, String sha256) {
    return new Artifact(file, sha256, () -> store.content(sha256));
  }

  /** Whether all bytes of a decided revision are here, so that it can be judged again. */
  boolean stored(Rows.Revision revision) {
    var files = records.revisions().files().of(revision.key());
    return revision.decision().isPresent()
        && records.revisions().judged(revision.key())
        && files.stream().allMatch(file -> store.has(file.blob()));
  }

  /**
   * Decides again about a revision whose bytes are here: from the evidence where only the policy
   * changed or a waiver ended, from the bytes where the rules did. Asks no upstream.
   */
  void again(Rows.Model model, Rows.Revision revision, Weighing weighing) {
    List<Rows.File> files = records.revisions().files().of(revision.key());
    weighing.listed(files.stream().map(Rows.File::file).toList());
    Evidence evidence = new Evidence(records.revisions().evidence(revision.key()).orElseThrow());
    List<Artifact> artifacts =
        files.stream().map(file -> artifact(file.file(), file.blob())).toList();
    String rules = revision.decision().map(Decision::rulesDigest).orElse("");
    Judgement judgement;
    if (rules.equals(judge.rulesDigest())) {
      judgement =
          new Judgement(
              evidence,
              judge.decide(evidence),
              Manifest.of(artifacts),
              files.stream().map(Rows.File::report).toList());
    } else {
      takeTurn();
      try {
        weighing.judging();
        judgement = judge.again(evidence, revision.info(), artifacts);
      } finally {
        slots.release();
      }
    }
    conclude(model, revision.key(), judgement, artifacts);
  }

  private void conclude(
      Rows.Model model, long revision, Judgement judgement, List<Artifact> artifacts) {
    records.deciding().lock();
    try {
      decide(model, revision, judgement, artifacts);
    } finally {
      records.deciding().unlock();
    }
  }

  private void decide(
      Rows.Model model, long revision, Judgement judgement, List<Artifact> artifacts) {
    Decision decision = judgement.decision();
    var settled = records.settlements().latest(revision);
    boolean served =
        records
            .revisions()
            .find(model.key(), new CommitId(decision.commit()))
            .map(Rows.Revision::served)
            .orElse(false);
    Standing standing = Standing.of(decision, settled, served, clock.instant());
    String text = texts.standing(model.id(), standing, decision, settled);
    journal.decided(model.id(), model.upstream(), standing.state(), text, decision);
    records
        .revisions()
        .conclude(
            revision,
            new Conclusion(
                standing.state().text(),
                text,
                servedCommit(judgement),
                decision,
                decision.observedOutcome() != decision.outcome(),
                judgement.evidence().document(),
                files(judgement, artifacts)),
            clock.instant());
    shelf.changed();
    if (standing.state().served()) {
      admitted.accept(model.id());
    }
  }

  private static Optional<CommitId> servedCommit(Judgement judgement) {
    List<String> leftOut = judgement.decision().leftOut();
    return leftOut.isEmpty()
        ? Optional.empty()
        : Optional.of(judgement.manifest().without(leftOut).commitId());
  }

  private static List<Rows.File> files(Judgement judgement, List<Artifact> artifacts) {
    Map<String, FileReport> reports = new HashMap<>();
    judgement.reports().forEach(report -> reports.put(report.path(), report));
    Set<String> leftOut = Set.copyOf(judgement.decision().leftOut());
    return artifacts.stream()
        .map(
            artifact -> {
              String path = artifact.file().path().text();
              FileReport report = reports.get(path);
              if (report == null) {
                throw new IllegalStateException("fetched and not judged: " + path);
              }
              return new Rows.File(
                  artifact.file(), artifact.sha256(), leftOut.contains(path), report);
            })
        .toList();
  }
}
