package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Upstream;
import io.weighbridge.hub.Via;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.db.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revisions on the scale: one weighing per commit, which later askers join; and how long those
 * rest that failed for a reason that may pass. Thread-safe.
 */
final class Weighings {
  private static final Logger LOG = LoggerFactory.getLogger(Weighings.class);
  private static final int MOST = 256;
  private static final Duration FIRST_REST = Duration.ofSeconds(5);
  private static final Duration LONGEST_REST = Duration.ofMinutes(5);
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** A weighing to wait for, or why there is none. */
  sealed interface Start {
    record Running(Weighing weighing) implements Start {}

    record Not(Answer answer) implements Start {}
  }

  private record Rest(int failures, Instant until, Answer answer) {}

  private final Weigher weigher;
  private final Records records;
  private final Journal journal;
  private final Shelf shelf;
  private final Quota quota;
  private final Executor executor;
  private final Clock clock;
  private final Recent<Rest> resting;
  private final Map<String, Weighing> running = new HashMap<>();

  Weighings(
      Weigher weigher,
      Records records,
      Journal journal,
      Shelf shelf,
      Quota quota,
      Executor executor,
      Clock clock) {
    this.weigher = weigher;
    this.records = records;
    this.journal = journal;
    this.shelf = shelf;
    this.quota = quota;
    this.executor = executor;
    this.clock = clock;
    this.resting = new Recent<>(clock, 10_000);
  }

  /** Weighs a revision for the first time, or joins. */
  synchronized Start first(Rows.Model model, Upstream upstream, ModelInfo info, Asker asker) {
    String key = key(model, info);
    Optional<Start> present = present(key);
    if (present.isPresent()) {
      return present.get();
    }
    Optional<Answer> limit = quota.vetting(asker);
    if (limit.isPresent()) {
      return new Start.Not(limit.get());
    }
    long revision = records.revisions().begin(model.key(), info, clock.instant());
    shelf.changed();
    return start(
        key,
        model,
        revision,
        Optional.of(upstream),
        new Weighing(info, clock),
        weighing -> weigher.weigh(model, revision, upstream, weighing, asker));
  }

  /** Decides again about a revision whose bytes are here, or joins. */
  synchronized Start again(Rows.Model model, Rows.Revision revision) {
    String key = key(model, revision.info());
    return present(key)
        .orElseGet(
            () ->
                start(
                    key,
                    model,
                    revision.key(),
                    Optional.empty(),
                    new Weighing(revision.info(), clock),
                    weighing -> {
                      weigher.again(model, revision, weighing);
                      return Optional.empty();
                    }));
  }

  private static String key(Rows.Model model, ModelInfo info) {
    return key(model.id(), info.commit());
  }

  private static String key(ModelId id, CommitId commit) {
    return id.key() + " " + commit;
  }

  /** The weighing of that commit, if it is on the scale now. */
  synchronized Optional<Weighing> running(ModelId id, CommitId commit) {
    return Optional.ofNullable(running.get(key(id, commit)));
  }

  /** What is on the scale of that model now. */
  synchronized List<Weighing> running(ModelId id) {
    return running.values().stream()
        .filter(weighing -> weighing.info().id().key().equals(id.key()))
        .toList();
  }

  private Optional<Start> present(String key) {
    Weighing weighing = running.get(key);
    if (weighing != null) {
      return Optional.of(new Start.Running(weighing));
    }
    Optional<Rest> rest =
        resting.get(key).filter(resting -> clock.instant().isBefore(resting.until()));
    if (rest.isPresent()) {
      return Optional.of(new Start.Not(rest.get().answer()));
    }
    return running.size() < MOST
        ? Optional.empty()
        : Optional.of(
            new Start.Not(
                new Answer.Limited(
                    "the gate is weighing " + MOST + " other revisions; ask again in a minute",
                    Duration.ofMinutes(1))));
  }

  @FunctionalInterface
  private interface Work {
    Optional<Answer> run(Weighing weighing);
  }

  private Start start(
      String key,
      Rows.Model model,
      long revision,
      Optional<Upstream> upstream,
      Weighing weighing,
      Work work) {
    running.put(key, weighing);
    try {
      Via via = Via.current(); // the weighing asks upstreams on behalf of this request
      executor.execute(
          () ->
              ScopedValue.where(Via.CURRENT, via)
                  .run(() -> run(key, model, revision, upstream, weighing, work)));
    } catch (RuntimeException e) {
      running.remove(key);
      throw e;
    }
    return new Start.Running(weighing);
  }

  private void run(
      String key,
      Rows.Model model,
      long revision,
      Optional<Upstream> upstream,
      Weighing weighing,
      Work work) {
    Optional<Answer> failure = outcome(model, revision, upstream, weighing, work);
    try {
      if (failure.isPresent()) {
        records.revisions().drop(revision);
      }
    } catch (RegistryException e) {
      LOG.error("{} stays on record as being weighed: {}", key, e.getMessage());
    } finally {
      finish(key, weighing, failure);
    }
  }

  private synchronized void finish(String key, Weighing weighing, Optional<Answer> failure) {
    if (failure.isPresent()) {
      rest(key, failure.get());
    } else {
      resting.remove(key);
    }
    shelf.changed();
    running.remove(key);
    weighing.done(failure);
  }

  private void rest(String key, Answer answer) {
    if (answer instanceof Answer.Limited) {
      return; // another asker may have room
    }
    int failures = resting.get(key).map(Rest::failures).orElse(0) + 1;
    Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures - 1, 10));
    if (rest.compareTo(LONGEST_REST) > 0) {
      rest = LONGEST_REST;
    }
    resting.put(key, new Rest(failures, clock.instant().plus(rest), answer), REMEMBERED);
  }

  private Optional<Answer> outcome(
      Rows.Model model, long revision, Optional<Upstream> upstream, Weighing weighing, Work work) {
    try {
      return attempt(model, revision, upstream, weighing, work);
    } catch (RegistryException e) {
      LOG.error("weighing {}: {}", model.id(), e.getMessage());
      return Optional.of(new Answer.Unavailable(Texts.line(String.valueOf(e.getMessage()))));
    } catch (RuntimeException | Error e) {
      LOG.error("weighing {} failed", model.id(), e); // whoever waits must hear of it all the same
      return Optional.of(new Answer.Unavailable(Texts.internal(model.id())));
    }
  }

  private Optional<Answer> attempt(
      Rows.Model model, long revision, Optional<Upstream> upstream, Weighing weighing, Work work) {
    try {
      return work.run(weighing);
    } catch (HubException e) {
      if (e.kind() != Kind.BAD_ANSWER) {
        return Optional.of(Failures.answer(e, model.id(), upstream));
      }
      String text = Texts.badAnswer(String.valueOf(e.getMessage()));
      journal.rejected(model.id(), weighing.info().commit(), model.upstream(), text);
      records.revisions().reject(revision, text, clock.instant());
      return Optional.empty();
    }
  }

  synchronized int count() {
    return running.size();
  }
}
