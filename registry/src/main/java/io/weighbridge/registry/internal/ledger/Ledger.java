package io.weighbridge.registry.internal.ledger;

import io.weighbridge.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes entries from many threads and writes them in batches: one write, one fsync, whoever waits
 * goes on. What arrives while a batch is written is the next one. {@link #record} returns when the
 * entry is on disk. Thread-safe.
 */
public final class Ledger implements AutoCloseable {
  private record Waiting(LedgerEntry entry, CompletableFuture<Void> done) {}

  private final LedgerFile file;
  private final Clock clock;
  private final Thread writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Waiting> waiting = new ArrayList<>();
  private boolean closing;
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
      add(entry).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RegistryException(
          "cannot write the ledger: " + cause.getMessage() + "; nothing is handed out meanwhile",
          e);
    }
  }

  private CompletableFuture<Void> add(LedgerEntry entry) {
    var done = new CompletableFuture<Void>();
    lock.lock();
    try {
      if (closing) {
        done.completeExceptionally(new IOException("the ledger is closed"));
      } else {
        waiting.add(new Waiting(entry, done));
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
      return failure;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (List<Waiting> batch = take(); !batch.isEmpty(); batch = take()) {
      write(batch);
    }
  }

  /** The next batch; empty when closed and all is written. */
  private List<Waiting> take() {
    lock.lock();
    try {
      while (!closing && waiting.isEmpty()) {
        changed.awaitUninterruptibly();
      }
      List<Waiting> batch = waiting;
      waiting = new ArrayList<>();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Waiting> batch) {
    try {
      file.write(batch.stream().map(Waiting::entry).toList(), clock.instant().toString());
      failed("");
      batch.forEach(entry -> entry.done().complete(null));
    } catch (IOException | RuntimeException e) {
      failed(String.valueOf(e.getMessage()));
      batch.forEach(entry -> entry.done().completeExceptionally(e));
    }
  }

  private void failed(String problem) {
    lock.lock();
    try {
      failure = problem;
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
