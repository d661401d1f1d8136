package io.weighbridge.registry.internal.gate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Many ask at once, one does the work, all get its answer or its failure. Thread-safe. */
final class SingleFlight<V> {
  private final ConcurrentHashMap<String, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

  V get(String key, Supplier<V> work) {
    var mine = new CompletableFuture<V>();
    var running = flights.putIfAbsent(key, mine);
    if (running != null) {
      try {
        return running.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
    try {
      V value = work.get();
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(key, mine);
    }
  }
}
