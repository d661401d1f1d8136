package io.weighbridge.registry.internal.gate;

import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.store.BlobStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes all stored bytes now and then, so that decay and changes that a file's looks do not show
 * are found before somebody asks for the file. One file at a time, with a pause after each as long
 * as it took.
 */
final class Scrub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);

  private final BlobStore store;
  private final Shelf shelf;
  private final ScheduledExecutorService timer;

  private Scrub(BlobStore store, Shelf shelf) {
    this.store = store;
    this.shelf = shelf;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scrub").factory());
  }

  /** Begins after the first period: a start is not slowed by it. */
  static Scrub start(BlobStore store, Shelf shelf, Duration every) {
    var scrub = new Scrub(store, shelf);
    long seconds = Math.max(1, every.toSeconds());
    scrub.timer.scheduleWithFixedDelay(() -> scrub.run(true), seconds, seconds, TimeUnit.SECONDS);
    return scrub;
  }

  /** Hashes everything; returns how many files were not what their name says. */
  static int once(BlobStore store, Shelf shelf) {
    return new Scrub(store, shelf).run(false);
  }

  private int run(boolean gently) {
    int changed = 0;
    int seen = 0;
    try {
      for (String sha256 : store.all()) {
        long start = System.nanoTime();
        boolean sound = store.hashed(sha256);
        seen++;
        if (!sound) {
          changed++;
          shelf.changed();
        }
        if (gently) {
          TimeUnit.NANOSECONDS.sleep(System.nanoTime() - start);
        }
      }
      LOG.info("scrub: {} files hashed, {} were changed behind the gate", seen, changed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RegistryException e) {
      LOG.error("scrub: {}", e.getMessage());
    }
    return changed;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
