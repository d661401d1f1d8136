package io.weighbridge.registry.internal.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Digests of a file that arrives, on a thread of their own: hashing costs as much as receiving and
 * writing together, and a second core takes it. Buffers go round; who is too fast waits for one.
 * Confined to the thread that receives.
 */
final class Hashing implements AutoCloseable {
  /** A file as small as this is hashed by the thread that receives it. */
  private static final long SMALL = 1 << 20;

  private static final int BUFFERS = 4;

  /** No socket gives more at once. */
  private static final int BUFFER = 128 << 10;

  /** Does something with what was hashed until then. */
  @FunctionalInterface
  interface Note {
    void of(String sha256) throws IOException;
  }

  private record Busy(byte[] buffer, CompletableFuture<Void> done) {}

  private final Digests digests;
  private final int length;
  private final ExecutorService thread;
  private final Executor executor;
  private final Deque<Busy> busy = new ArrayDeque<>();
  private CompletableFuture<Void> noted = CompletableFuture.completedFuture(null);

  Hashing(Announced announced) {
    this.digests = Digests.of(announced);
    this.length = (int) Math.clamp(announced.size() + 1, 1, BUFFER);
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("hashing").factory());
    this.executor = announced.size() <= SMALL ? Runnable::run : thread;
  }

  /** A buffer to be filled and given to {@link #add}. */
  byte[] buffer() {
    if (busy.size() < BUFFERS - 1) {
      return new byte[length];
    }
    Busy oldest = busy.removeFirst();
    oldest.done().join();
    return oldest.buffer();
  }

  /** Hashes what is next; the buffer may be read, and not be changed. */
  void add(byte[] buffer, int count) {
    busy.add(
        new Busy(
            buffer, CompletableFuture.runAsync(() -> digests.update(buffer, count), executor)));
  }

  /**
   * Has the digest of all that was added until now noted, when it is known.
   *
   * @throws IOException when an earlier note failed
   */
  void note(Note note) throws IOException {
    settle();
    noted =
        CompletableFuture.runAsync(
            () -> {
              try {
                note.of(digests.soFar().sha256());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            executor);
  }

  /**
   * Waits until all notes are made.
   *
   * @throws IOException when one failed
   */
  void settle() throws IOException {
    try {
      noted.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException disk) {
        throw disk.getCause();
      }
      throw e;
    } finally {
      noted = CompletableFuture.completedFuture(null);
    }
  }

  /** The digests of all that was added until now. */
  Digests.Result soFar() {
    return CompletableFuture.supplyAsync(digests::soFar, executor).join();
  }

  @Override
  public void close() {
    thread.close();
  }
}
