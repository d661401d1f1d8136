package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Waiver;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.db.Rows.Settled;
import io.weighbridge.vetting.Refusal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What can be served, ready at hand: every request of a download asks for it. Whoever changes a
 * revision calls {@link #changed()} afterwards; what was read before then is not kept. Thread-safe.
 */
final class Shelf {
  private static final int MOST = 512;

  /**
   * A revision that is served.
   *
   * @param warning what to tell with it
   */
  record Item(ServedRevision revision, Optional<String> warning) {}

  private final Records records;
  private final Stamp stamp;
  private final Map<String, Object> cache =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
          return size() > MOST;
        }
      };
  private long generation;

  Shelf(Records records, Stamp stamp) {
    this.records = records;
    this.stamp = stamp;
  }

  /** The revision of that upstream commit. */
  Optional<Rows.Revision> find(Rows.Model model, CommitId commit) {
    return cached(
        "r " + model.key() + " " + commit,
        Rows.Revision.class,
        () -> records.revisions().find(model.key(), commit));
  }

  /** The revision that clients know by that filtered commit id. */
  Optional<Rows.Revision> findServed(Rows.Model model, CommitId served) {
    return cached(
        "s " + model.key() + " " + served,
        Rows.Revision.class,
        () -> records.revisions().findServed(model.key(), served));
  }

  /** An admitted revision as it is served. */
  Item item(Rows.Model model, Rows.Revision revision) {
    return cached("i " + revision.key(), Item.class, () -> Optional.of(load(model, revision)))
        .orElseThrow();
  }

  /** Whether the files of an admitted revision are in the store, as the caller finds out. */
  boolean servable(Rows.Revision revision, Predicate<Rows.Revision> find) {
    return cached("w " + revision.key(), Boolean.class, () -> Optional.of(find.test(revision)))
        .orElseThrow();
  }

  /** Until when the revision's decision holds. */
  Instant validUntil(Rows.Revision revision) {
    return cached(
            "u " + revision.key(),
            Instant.class,
            () ->
                revision
                    .decision()
                    .map(
                        decision ->
                            Standing.validUntil(
                                decision, records.settlements().latest(revision.key()))))
        .orElse(Instant.MAX);
  }

  private <T> Optional<T> cached(String key, Class<T> type, Supplier<Optional<T>> load) {
    long before;
    synchronized (this) {
      Object kept = cache.get(key);
      if (kept != null) {
        return Optional.of(type.cast(kept));
      }
      before = generation;
    }
    Optional<T> loaded = load.get();
    synchronized (this) {
      if (generation == before && loaded.isPresent()) {
        cache.put(key, loaded.get());
      }
    }
    return loaded;
  }

  synchronized void changed() {
    generation++;
    cache.clear();
  }

  /** Notes, before the first byte leaves, that the revision was offered. */
  void offered(Rows.Revision revision) {
    if (!revision.served()) {
      records.revisions().markServed(revision.key());
      changed();
    }
  }

  /** What is on record must be what was signed, before anything of it is served. */
  private Item load(Rows.Model model, Rows.Revision revision) {
    Item item = item(records, model, revision, records.settlements().latest(revision.key()));
    stamp.holding(revision, item.revision());
    return item;
  }

  /** An admitted revision as it stands on record. */
  static Item item(
      Records records, Rows.Model model, Rows.Revision revision, Optional<Settled> settled) {
    return item(
        model,
        revision.info(),
        revision.servedCommit(),
        records.revisions().files().of(revision.key()),
        revision.decision().orElseThrow(),
        settled);
  }

  /** An admitted revision as it is served. */
  static Item item(
      Rows.Model model,
      ModelInfo info,
      Optional<CommitId> servedCommit,
      List<Rows.File> all,
      Decision judged,
      Optional<Settled> settled) {
    List<ServedFile> files =
        all.stream()
            .filter(file -> !file.leftOut())
            .map(file -> new ServedFile(file.file(), file.blob(), file.report()))
            .toList();
    CommitId commit = servedCommit.orElse(info.commit());
    Decision decision = admitted(judged, settled);
    var served =
        new ServedRevision(
            model.id(),
            commit,
            info.commit(),
            model.upstream(),
            today(model, info, commit),
            files,
            files.stream()
                .map(ServedFile::report)
                .map(FileReport::verdict)
                .reduce(Verdict.SAFE, Verdict::worst),
            decision);
    return new Item(served, warning(decision));
  }

  /** The decision with the person's word in it. */
  private static Decision admitted(Decision decision, Optional<Settled> settled) {
    if (decision.outcome() == Outcome.ADMIT) {
      return decision;
    }
    Optional<Waiver> waiver =
        settled.flatMap(
            word -> word.until().map(until -> new Waiver(word.person(), word.reason(), until)));
    return new Decision(
        Outcome.ADMIT,
        decision.leftOut(),
        decision.reasons(),
        waiver,
        decision.commit(),
        decision.manifestDigest(),
        decision.policyDigest(),
        decision.rulesDigest(),
        decision.evidenceDigest(),
        decision.time());
  }

  private static Optional<String> warning(Decision decision) {
    Optional<String> lifted =
        decision
            .waiver()
            .map(
                waiver ->
                    "blocked by policy, lifted by " + waiver.person() + " until " + waiver.until());
    String text =
        String.join(
            "; ", Stream.concat(lifted.stream(), Refusal.warning(decision).stream()).toList());
    return text.isEmpty() ? Optional.empty() : Optional.of(Texts.line(text));
  }

  /** What was said of a commit, under the id that clients know, with today's access. */
  static ModelInfo today(Rows.Model model, ModelInfo info, CommitId commit) {
    return new ModelInfo(
        info.id(),
        commit,
        info.author(),
        info.createdAt(),
        info.lastModified(),
        model.gated(),
        model.isPrivate(),
        info.disabled(),
        info.downloads(),
        info.likes(),
        info.tags(),
        info.pipelineTag(),
        info.libraryName(),
        info.cardData(),
        info.config(),
        info.raw());
  }
}
