package io.weighbridge.registry.internal.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Digests of a file that arrives, on a thread of their own: hashing costs as much as receiving and
 * writing together, and a second core takes it. Buffers go round; who is too fast waits for one.
 * Every few megabytes, and soon after bytes have come, somebody is told the digest so far. Confined
 * to the thread that receives.
 */
final class Hashing implements AutoCloseable {
  /** A file as small as this is hashed by the thread that receives it, which tells when it ends. */
  static final long SMALL = 1 << 20;

  private static final int BUFFERS = 4;

  /** No socket gives more at once. */
  private static final int BUFFER = 128 << 10;

  private static final long TELL_EVERY = 4 << 20;

  /** Whoever waits for bytes gives up after 10 s without any. */
  private static final long TELL_AFTER_MILLIS = 50;

  /** Is told how far the file is hashed, on the hashing thread. */
  @FunctionalInterface
  interface Listener {
    void hashed(long length, String sha256) throws IOException;
  }

  private record Busy(byte[] buffer, CompletableFuture<Void> done) {}

  private final Digests digests;
  private final Listener listener;
  private final int length;
  private final boolean small;
  private final ScheduledThreadPoolExecutor thread;
  private final Executor executor;
  private final Deque<Busy> busy = new ArrayDeque<>();
  private volatile @Nullable IOException failure;

  // Of the hashing thread.
  private boolean telling;
  private boolean due;
  private long hashed;
  private long told;

  Hashing(Announced announced, Listener listener) {
    this.digests = Digests.of(announced);
    this.listener = listener;
    this.length = (int) Math.clamp(announced.size() + 1, 1, BUFFER);
    this.small = announced.size() <= SMALL;
    this.thread =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("hashing").factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.executor = small ? Runnable::run : thread;
  }

  /** From now on the listener is told; what is hashed by now it knows. */
  void tell() {
    run(
        () -> {
          told = hashed;
          telling = true;
        });
  }

  /**
   * A buffer to be filled and given to {@link #add}.
   *
   * @throws IOException when the listener failed
   */
  byte[] buffer() throws IOException {
    check();
    if (busy.size() < BUFFERS - 1) {
      return new byte[length];
    }
    Busy oldest = busy.removeFirst();
    oldest.done().join();
    return oldest.buffer();
  }

  /** Hashes what is next; the buffer may be read, and not be changed. */
  void add(byte[] buffer, int count) {
    busy.add(new Busy(buffer, CompletableFuture.runAsync(() -> update(buffer, count), executor)));
  }

  private void update(byte[] buffer, int count) {
    digests.update(buffer, count);
    hashed += count;
    if (!telling || small) {
      return;
    }
    if (hashed - told >= TELL_EVERY) {
      tellNow();
    } else if (!due) {
      due = true;
      var unused = thread.schedule(this::tellNow, TELL_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tellNow() {
    due = false;
    if (!telling || hashed == told || failure != null) {
      return;
    }
    try {
      listener.hashed(hashed, digests.soFar().sha256());
      told = hashed;
    } catch (IOException e) {
      failure = e;
    }
  }

  /** The digests of all that was added until now. */
  Digests.Result soFar() {
    return CompletableFuture.supplyAsync(digests::soFar, executor).join();
  }

  /**
   * Tells the listener now.
   *
   * @throws IOException when it failed
   */
  void settle() throws IOException {
    run(this::tellNow);
    check();
  }

  private void run(Runnable work) {
    CompletableFuture.runAsync(work, executor).join();
  }

  private void check() throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  /** Ends what was added; the listener hears of nothing more after that. */
  @Override
  public void close() {
    thread.close();
  }
}
