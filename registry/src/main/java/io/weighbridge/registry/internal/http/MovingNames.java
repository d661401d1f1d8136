package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.CommitId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which bytes went out under names that move. Clients that lose a connection ask for the rest by
 * the name that they began with, and most name no version: where the branch moved meanwhile, the
 * rest of another file of the same size would complete a file that nobody ever admitted. For an
 * hour after a name has changed its bytes nobody goes on by it. Thread-safe.
 */
final class MovingNames {
  private static final int MOST = 10_000;
  private static final long REMEMBERED = Duration.ofHours(1).toNanos();

  /** What a name meant last, and when it began to. */
  private record Meaning(String etag, Optional<Long> changed) {}

  private final LongSupplier nanos;
  private final Map<String, Meaning> meanings =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Meaning> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Nothing went out yet.
   *
   * @param nanos the time, as of {@link System#nanoTime}
   */
  MovingNames(LongSupplier nanos) {
    this.nanos = nanos;
  }

  static boolean moves(Route.File route) {
    return !CommitId.isFull(route.revision());
  }

  /**
   * Notes what a name means now.
   *
   * @return whether it meant other bytes a while ago
   */
  synchronized boolean changed(Route.File route, String etag) {
    if (!moves(route)) {
      return false;
    }
    String name = route.id().key() + '\n' + route.revision() + '\n' + route.path();
    long now = nanos.getAsLong();
    Meaning before = meanings.get(name);
    Meaning meaning =
        before == null
            ? new Meaning(etag, Optional.empty())
            : before.etag().equals(etag) ? before : new Meaning(etag, Optional.of(now));
    meanings.put(name, meaning);
    return meaning.changed().filter(when -> now - when < REMEMBERED).isPresent();
  }
}
