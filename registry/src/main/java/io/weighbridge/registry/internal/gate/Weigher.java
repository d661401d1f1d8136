package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Evidence;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.fault.FaultPoint;
import io.weighbridge.registry.internal.gate.Judge.Judgement;
import io.weighbridge.registry.internal.gate.Provisional.Arriving;
import io.weighbridge.registry.internal.preview.Preview;
import io.weighbridge.registry.internal.store.Arrival;
import io.weighbridge.registry.internal.store.BlobStore;
import io.weighbridge.vetting.Artifact;
import io.weighbridge.vetting.Manifest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Weighs one revision: list, look, judge, offer, fetch, record. What is judged whole is fetched
 * before the verdict, what can be judged by parts after it, while it is served. Thread-safe.
 */
final class Weigher {
  private final Records records;
  private final BlobStore store;
  private final Judge judge;
  private final Verdicts verdicts;
  private final Quota quota;
  private final Semaphore judging;
  private final Semaphore delivering;

  /**
   * A weigher.
   *
   * @param concurrent how many revisions are judged, and how many are fetched, at the same time
   */
  Weigher(
      Records records,
      BlobStore store,
      Judge judge,
      Verdicts verdicts,
      Quota quota,
      int concurrent) {
    this.records = records;
    this.store = store;
    this.judge = judge;
    this.verdicts = verdicts;
    this.quota = quota;
    this.judging = new Semaphore(concurrent, true);
    this.delivering = new Semaphore(concurrent, true);
  }

  /**
   * Weighs a revision that nothing is known of, or whose bytes are gone.
   *
   * @return why nothing was decided; empty when the decision is on record
   * @throws HubException when the upstream fails or lies
   */
  Optional<Answer> weigh(
      Rows.Model model, long revision, Upstream upstream, Weighing weighing, Asker asker) {
    List<RepoFile> files = upstream.tree(model.id(), weighing.info().commit());
    weighing.listed(files);
    Optional<Answer> limit = quota.bytes(asker, total(files), missing(files));
    if (limit.isPresent()) {
      return limit;
    }
    try (Load load =
        new Load(model, upstream, weighing, files, store, records.revisions().files())) {
      Judgement judgement = inTurn(judging, () -> judge(load, upstream, weighing));
      verdicts.judged(judgement);
      List<Artifact> all = load.artifacts();
      List<RepoFile> arriving = load.arriving();
      Optional<Shelf.Item> offered =
          arriving.isEmpty()
              ? Optional.empty()
              : verdicts.offer(model, revision, weighing, judgement, all);
      if (offered.isEmpty()) {
        verdicts.conclude(model, revision, judgement, all);
        quota.unused(asker, total(arriving));
        return Optional.empty();
      }
      Delivery delivery = delivery(load, arriving, weighing, judgement);
      weighing.offer(new Provisional(offered.get(), delivery));
      FaultPoint.reached(FaultPoint.Phase.PROVISIONAL);
      try {
        inTurn(delivering, () -> delivery.run(weighing::withdraw));
        prove(model, revision, weighing, load, judgement, delivery);
        return Optional.empty();
      } catch (RuntimeException | Error e) {
        weighing.withdraw();
        delivery.fail(String.valueOf(e.getMessage()));
        throw e;
      }
    }
  }

  private Judgement judge(Load load, Upstream upstream, Weighing weighing) {
    weighing.started();
    load.bring();
    while (true) {
      weighing.judging();
      FaultPoint.reached(FaultPoint.Phase.JUDGE);
      Judgement judgement = judge.judge(upstream, weighing.info(), load.artifacts());
      if (load.settle()) {
        return judgement;
      }
    }
  }

  private Delivery delivery(
      Load load, List<RepoFile> arriving, Weighing weighing, Judgement judgement) {
    Set<String> leftOut = Set.copyOf(judgement.decision().leftOut());
    Map<String, FileReport> promised =
        judgement.reports().stream()
            .collect(Collectors.toMap(FileReport::path, Function.identity()));
    Map<RepoFile, Arriving> files = new LinkedHashMap<>();
    arriving.stream()
        .sorted(Comparator.comparing(file -> leftOut.contains(file.path().text())))
        .forEach(
            file -> {
              Preview preview = load.preview(file);
              var proof =
                  new StoredProof(
                      judge,
                      weighing.info(),
                      file,
                      preview,
                      Optional.ofNullable(promised.get(file.path().text())).orElseThrow());
              Arrival arrival =
                  store.arrival(load.announced(file), preview.held(), proof, weighing::arrived);
              files.put(file, new Arriving(arrival, preview));
            });
    return new Delivery(files, load::fetch);
  }

  /** All is here as announced: the verdict on parts holds, or all is judged again. */
  private void prove(
      Rows.Model model,
      long revision,
      Weighing weighing,
      Load load,
      Judgement promised,
      Delivery delivery) {
    Judgement judgement = promised;
    if (!delivery.confirmed()) {
      judgement =
          inTurn(
              judging, () -> judge.again(promised.evidence(), weighing.info(), load.artifacts()));
    }
    boolean same = Verdicts.servedCommit(judgement).equals(Verdicts.servedCommit(promised));
    if (!same) {
      weighing.withdraw();
    }
    RevisionState state = verdicts.conclude(model, revision, judgement, load.artifacts());
    if (same && state.served()) {
      delivery.prove();
    } else {
      weighing.withdraw();
      delivery.fail("judged whole, it is not what its parts promised");
    }
  }

  private static void inTurn(Semaphore turns, Runnable work) {
    inTurn(
        turns,
        () -> {
          work.run();
          return true;
        });
  }

  private static <T> T inTurn(Semaphore turns, Supplier<T> work) {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      throw Parallel.closing(e);
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
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

  /** Whether a decided revision can be decided about again from what is here. */
  boolean decidable(Rows.Revision revision) {
    return revision.decision().isPresent()
        && records.revisions().judged(revision.key())
        && (sameRules(revision) || stored(revision, file -> true));
  }

  /** Whether all files that are served of it are here. */
  boolean servable(Rows.Revision revision) {
    return stored(revision, file -> !file.leftOut());
  }

  private boolean stored(Rows.Revision revision, Predicate<Rows.File> which) {
    return records.revisions().files().of(revision.key()).stream()
        .filter(which)
        .allMatch(file -> store.has(file.blob()));
  }

  private boolean sameRules(Rows.Revision revision) {
    return revision
        .decision()
        .filter(decision -> decision.rulesDigest().equals(judge.rulesDigest()))
        .isPresent();
  }

  /**
   * Decides again about a revision: from the evidence where only the policy changed or a waiver
   * ended, from the bytes where the rules did. Asks no upstream.
   */
  void again(Rows.Model model, Rows.Revision revision, Weighing weighing) {
    List<Rows.File> files = records.revisions().files().of(revision.key());
    weighing.listed(files.stream().map(Rows.File::file).toList());
    Evidence evidence = new Evidence(records.revisions().evidence(revision.key()).orElseThrow());
    List<Artifact> artifacts =
        files.stream().map(file -> artifact(file.file(), file.blob())).toList();
    Judgement judgement =
        sameRules(revision)
            ? new Judgement(
                evidence,
                judge.decide(evidence),
                Manifest.of(artifacts),
                files.stream().map(Rows.File::report).toList())
            : inTurn(
                judging,
                () -> {
                  weighing.judging();
                  return judge.again(evidence, revision.info(), artifacts);
                });
    verdicts.conclude(model, revision.key(), judgement, artifacts);
  }

  private Artifact artifact(RepoFile file, String sha256) {
    return new Artifact(file, sha256, () -> store.content(sha256));
  }
}
