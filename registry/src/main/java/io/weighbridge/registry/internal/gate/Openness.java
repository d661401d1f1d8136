package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Upstream;
import io.weighbridge.hub.Via;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.db.Rows;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps whom models open for as their upstreams said last: an upstream may close a model, or open
 * it to everybody, and that holds for all its commits. Thread-safe.
 */
final class Openness {
  private static final Logger LOG = LoggerFactory.getLogger(Openness.class);

  /** How long it may stay unnoticed, where only commits are asked for, that a model closed. */
  private static final Duration BELIEVED = Duration.ofMinutes(15);

  private static final int MOST_MODELS = 10_000;

  private final Records records;
  private final Shelf shelf;
  private final Executor executor;
  private final Recent<Boolean> told;

  Openness(Records records, Shelf shelf, Executor executor, Clock clock) {
    this.records = records;
    this.shelf = shelf;
    this.executor = executor;
    this.told = new Recent<>(clock, MOST_MODELS);
  }

  /** Puts a model on record as its upstream speaks of it now. */
  Rows.Model told(ModelInfo info, Upstream upstream) {
    Optional<Rows.Model> before = records.models().find(info.id());
    Rows.Model now = records.models().register(info, upstream.name());
    told.put(info.id().key(), true, BELIEVED);
    if (!before.equals(Optional.of(now))) {
      shelf.changed();
    }
    return now;
  }

  /**
   * Closes what is on record under a name that leads to a closed model now: its commits are still
   * found by their ids. It never opens one: that is for a model's own name.
   */
  void toldElsewhere(ModelId former, ModelInfo info, Upstream upstream) {
    if ((info.isGated() || info.isPrivate())
        && records.models().close(former, info, upstream.name())) {
      shelf.changed();
    }
  }

  /**
   * Has the upstream asked behind an answer, when that was not done for a while: whoever only asks
   * for commits on record would never make this gate ask.
   *
   * @param ask comes to {@link #told} where the upstream answers
   */
  void due(Rows.Model model, Runnable ask) {
    String key = model.id().key();
    if (told.get(key).isPresent()) {
      return;
    }
    told.put(key, true, BELIEVED);
    Via via = Via.current(); // the question is asked on behalf of this request
    executor.execute(
        () ->
            ScopedValue.where(Via.CURRENT, via)
                .run(
                    () -> {
                      try {
                        ask.run();
                      } catch (HubException | RegistryException e) {
                        LOG.info("whom {} opens for is not told: {}", model.id(), e.getMessage());
                      }
                    }));
  }
}
