package io.weighbridge.registry.internal.ledger;

import io.weighbridge.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes entries from many threads and writes them in batches: one write, one fsync, whoever waits
 * goes on. {@link #record} returns when the entry is on disk; {@link #note} returns at once, and
 * the entry is on disk within a second or with the next recorded one. Thread-safe.
 */
public final class Ledger implements AutoCloseable {
  private static final int BATCH = 512;
  private static final int MOST_WAITING = 65_536;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private record Waiting(LedgerEntry entry, CompletableFuture<Void> done, boolean urgent) {}

  private final LedgerFile file;
  private final Clock clock;
  private final Thread writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Waiting> waiting = new ArrayList<>();
  private int urgent;
  private boolean closing;
  private long lost;
  private String failure = "";

  private Ledger(LedgerFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.writer = Thread.ofPlatform().daemon().name("ledger").unstarted(this::run);
  }

  /**
   * Opens the ledger in a folder that exists, repairing what a crash left at its end.
   *
   * @throws RegistryException when it is damaged elsewhere, or cannot be written
   */
  public static Ledger open(Path folder, Clock clock) {
    var ledger = new Ledger(LedgerFile.open(folder, clock.instant().toString()), clock);
    ledger.writer.start();
    return ledger;
  }

  /**
   * Records an entry durably.
   *
   * @throws RegistryException when it could not be written: what it tells of must not happen then
   */
  public void record(LedgerEntry entry) {
    try {
      add(entry, true).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RegistryException(
          "cannot write the ledger: " + cause.getMessage() + "; free disk space", e);
    }
  }

  /** Records an entry with the next batch. When the writer is far behind it is counted as lost. */
  public void note(LedgerEntry entry) {
    var _ = add(entry, false);
  }

  private CompletableFuture<Void> add(LedgerEntry entry, boolean isUrgent) {
    var done = new CompletableFuture<Void>();
    lock.lock();
    try {
      if (closing) {
        done.completeExceptionally(new IOException("the ledger is closed"));
      } else if (!isUrgent && waiting.size() >= MOST_WAITING) {
        lost++;
        done.complete(null);
      } else {
        waiting.add(new Waiting(entry, done, isUrgent));
        urgent += isUrgent ? 1 : 0;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    return done;
  }

  /** Why the last batch could not be written; empty when it could. */
  public String failure() {
    lock.lock();
    try {
      return lost > 0 && failure.isEmpty() ? lost + " pulls were not recorded" : failure;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (List<Waiting> batch = take(); !batch.isEmpty(); batch = take()) {
      String problem = write(batch);
      note(problem, 0);
    }
  }

  /** The next batch; empty when closed and all is written. */
  private List<Waiting> take() {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (!closing && urgent == 0 && waiting.size() < BATCH && (waiting.isEmpty() || left > 0)) {
        if (waiting.isEmpty()) {
          changed.awaitUninterruptibly();
          left = PATIENCE.toNanos();
        } else {
          left = await(left);
        }
      }
      List<Waiting> batch = waiting;
      waiting = new ArrayList<>();
      urgent = 0;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private long await(long nanos) {
    try {
      return changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      return 0; // nobody interrupts this thread; writing early is right in any case
    }
  }

  private String write(List<Waiting> batch) {
    try {
      file.write(batch.stream().map(Waiting::entry).toList(), clock.instant().toString());
      batch.forEach(entry -> entry.done().complete(null));
      return "";
    } catch (IOException | RuntimeException e) {
      batch.forEach(entry -> entry.done().completeExceptionally(e));
      long dropped = batch.stream().filter(entry -> !entry.urgent()).count();
      String problem = String.valueOf(e.getMessage());
      note(problem, dropped);
      return problem;
    }
  }

  private void note(String problem, long dropped) {
    lock.lock();
    try {
      failure = problem;
      lost += dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits and closes. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      writer.join();
      file.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new RegistryException("cannot close the ledger: " + e.getMessage(), e);
    }
  }
}
