package io.weighbridge.registry.internal.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers that are believed for a while; the oldest go first when there are many. Thread-safe. */
final class Recent<V> {
  private record Entry<T>(T value, Instant until) {}

  private final Clock clock;
  private final Map<String, Entry<V>> entries;

  Recent(Clock clock, int most) {
    this.clock = clock;
    this.entries =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Recent.Entry<V>> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<V> get(String key) {
    Entry<V> entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (!clock.instant().isBefore(entry.until())) {
      entries.remove(key);
      return Optional.empty();
    }
    return Optional.of(entry.value());
  }

  synchronized void put(String key, V value, Duration life) {
    entries.put(key, new Entry<>(value, clock.instant().plus(life)));
  }

  synchronized void remove(String key) {
    entries.remove(key);
  }

  synchronized void clear() {
    entries.clear();
  }
}
