package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Decision;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.db.Rows.Conclusion;
import io.weighbridge.registry.internal.db.Rows.Settled;
import io.weighbridge.registry.internal.db.Rows.Signed;
import io.weighbridge.registry.internal.gate.Judge.Judgement;
import io.weighbridge.registry.internal.store.BlobStore;
import io.weighbridge.vetting.Artifact;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What becomes of a judgement: on record, the ledger before the table, so that what is served was
 * recorded whatever crashes in between. Thread-safe.
 */
final class Verdicts {
  private final Records records;
  private final Journal journal;
  private final Shelf shelf;
  private final Stamp stamp;
  private final BlobStore store;
  private final Texts texts;
  private final Consumer<ModelId> admitted;
  private final Clock clock;

  Verdicts(
      Records records,
      Journal journal,
      Shelf shelf,
      Stamp stamp,
      BlobStore store,
      Texts texts,
      Consumer<ModelId> admitted,
      Clock clock) {
    this.records = records;
    this.journal = journal;
    this.shelf = shelf;
    this.stamp = stamp;
    this.store = store;
    this.texts = texts;
    this.admitted = admitted;
    this.clock = clock;
  }

  /**
   * Offers a revision by a judgement of parts of it, if that admits it.
   *
   * @return empty when it is not admitted
   */
  Optional<Shelf.Item> offer(
      Rows.Model model, long revision, Weighing weighing, Judgement judgement, List<Artifact> all) {
    return deciding(
        () -> {
          var settled = records.settlements().latest(revision);
          Standing standing = standing(model, revision, judgement, settled);
          if (!standing.state().served()) {
            return Optional.empty();
          }
          Optional<CommitId> served = servedCommit(judgement);
          journal.offered(model.id(), model.upstream(), judgement.decision());
          records.revisions().offer(revision, served);
          shelf.changed();
          return Optional.of(
              Shelf.item(
                  model,
                  weighing.info(),
                  served,
                  files(judgement, all),
                  judgement.decision(),
                  settled));
        });
  }

  /** Counts what a new revision's judgement says of its source. */
  void judged(Judgement judgement) {
    journal.judged(SourceSigns.of(judgement));
  }

  /** Puts a judgement on record. */
  RevisionState conclude(Rows.Model model, long revision, Judgement judgement, List<Artifact> all) {
    return deciding(
        () -> {
          Decision decision = judgement.decision();
          var settled = records.settlements().latest(revision);
          Standing standing = standing(model, revision, judgement, settled);
          String text = texts.standing(model.id(), standing, decision, settled);
          journal.decided(model.id(), model.upstream(), standing.state(), text, decision);
          List<Rows.File> files = files(judgement, all);
          Optional<Signed> passport =
              standing.state().served() && here(files)
                  ? Optional.of(stamp.issue(model, revision, judgement, files, settled))
                  : Optional.empty();
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
                      files,
                      passport),
                  clock.instant());
          shelf.changed();
          if (standing.state().served()) {
            records.branches().admitted(model.key(), new CommitId(decision.commit()));
            admitted.accept(model.id());
          }
          return standing.state();
        });
  }

  /** Only what was proven is signed: a digest that an upstream announced says nothing by itself. */
  private boolean here(List<Rows.File> files) {
    return files.stream().allMatch(file -> file.leftOut() || store.has(file.blob()));
  }

  private <T> T deciding(Supplier<T> act) {
    records.deciding().lock();
    try {
      return act.get();
    } finally {
      records.deciding().unlock();
    }
  }

  private Standing standing(
      Rows.Model model, long revision, Judgement judgement, Optional<Settled> settled) {
    Decision decision = judgement.decision();
    boolean served =
        records
            .revisions()
            .find(model.key(), new CommitId(decision.commit()))
            .map(Rows.Revision::served)
            .orElse(false);
    return Standing.of(decision, settled, served, clock.instant());
  }

  /** The id of what is left where files are left out. */
  static Optional<CommitId> servedCommit(Judgement judgement) {
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
