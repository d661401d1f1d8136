package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.Via;
import io.weighbridge.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The same for many things, some at a time; on behalf of whoever this thread works for. */
final class Parallel {
  private Parallel() {}

  /**
   * Returns when all has ended; after a failure nothing new is begun, and the first one is thrown.
   *
   * @param most at the same time
   */
  static <T> void each(int most, List<T> things, Consumer<T> work) {
    Via via = Via.current();
    var permits = new Semaphore(most);
    var failed = new AtomicBoolean();
    var running = new ArrayList<Future<?>>();
    try (var threads = threads()) {
      for (T thing : things) {
        permits.acquireUninterruptibly();
        if (failed.get()) {
          break; // what is under way ends by itself: others may have joined it
        }
        running.add(
            threads.submit(
                () -> {
                  boolean done = false;
                  try {
                    ScopedValue.where(Via.CURRENT, via).run(() -> work.accept(thing));
                    done = true;
                  } finally {
                    failed.compareAndSet(false, !done);
                    permits.release();
                  }
                }));
      }
    }
    running.forEach(Parallel::result);
  }

  /**
   * Threads that look at files and bring them in. Not virtual ones: those share as many carriers as
   * there are cores, and nobody takes one back from a thread that hashes, or waits for the disk; an
   * upstream that sends faster than that would leave none for whoever asks.
   */
  static ExecutorService threads() {
    return Executors.newThreadPerTaskExecutor(
        Thread.ofPlatform().daemon().name("bringing-", 0).factory());
  }

  private static void result(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      throw closing(e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  static RegistryException closing(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RegistryException("the gate is shutting down; ask again when it is back", e);
  }
}
