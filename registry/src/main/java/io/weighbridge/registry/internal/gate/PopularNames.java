package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Upstream;
import io.weighbridge.sourcing.NameIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the upstreams' most pulled models to the protected names, in the background and from time to
 * time: popularity changes, and the start of a server waits for no upstream.
 */
final class PopularNames implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PopularNames.class);
  private static final int MOST = 1_000;

  private final Upstreams upstreams;
  private final NameIndex names;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("popular-names").factory());

  PopularNames(Upstreams upstreams, NameIndex names) {
    this.upstreams = upstreams;
    this.names = names;
  }

  void every(Duration interval) {
    var _ =
        timer.scheduleWithFixedDelay(this::refresh, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks every upstream once; one that does not answer is asked again next time. */
  void refresh() {
    for (Upstream upstream : upstreams.all()) {
      try {
        names.addPopular(
            upstream.search(ModelQuery.popular(MOST)).stream()
                .filter(model -> upstreams.owns(upstream, model.id()))
                .toList(),
            Instant.now());
      } catch (HubException e) {
        LOG.info("popular names of {}: {}", upstream.name(), e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("popular names of {}", upstream.name(), e); // the timer must go on
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
