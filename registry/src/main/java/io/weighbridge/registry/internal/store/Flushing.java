package io.weighbridge.registry.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings a growing file to disk while it grows, beside the thread that writes it: what is left to
 * do at its end is little, however long the file. Confined to the writing thread.
 */
final class Flushing {
  private static final long EVERY = 64 << 20;

  private final FileChannel channel;
  private long flushed;
  private @Nullable CompletableFuture<Void> running;

  Flushing(FileChannel channel) {
    this.channel = channel;
  }

  void reached(long written) throws IOException {
    if (written - flushed < EVERY || (running != null && !running.isDone())) {
      return;
    }
    await(); // a failure is told once by the system, and must not be lost
    flushed = written;
    running =
        CompletableFuture.runAsync(
            this::force, task -> Thread.ofPlatform().daemon().name("flushing").start(task));
  }

  private void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  void finish() throws IOException {
    await();
    channel.force(true);
  }

  private void await() throws IOException {
    if (running == null) {
      return;
    }
    try {
      running.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException disk) {
        throw disk;
      }
      throw e;
    } finally {
      running = null;
    }
  }
}
