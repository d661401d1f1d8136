package io.weighbridge.registry.internal.http;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Direct buffers between files and sockets, reused. Many slow clients must not pin much memory:
 * beyond a number of transfers at once, each gets a small buffer. Thread-safe.
 */
final class TransferBuffers {
  private static final int LARGE = 256 << 10;
  private static final int SMALL = 16 << 10;
  private static final int MOST_LARGE = 128;

  private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger taken = new AtomicInteger();

  ByteBuffer take(long wanted) {
    if (wanted <= SMALL || taken.incrementAndGet() > MOST_LARGE) {
      if (wanted > SMALL) {
        taken.decrementAndGet();
      }
      return ByteBuffer.allocate((int) Math.clamp(wanted, 1, SMALL));
    }
    ByteBuffer buffer = idle.poll();
    return buffer == null ? ByteBuffer.allocateDirect(LARGE) : buffer.clear();
  }

  void give(ByteBuffer buffer) {
    if (buffer.isDirect()) {
      taken.decrementAndGet();
      idle.offer(buffer);
    }
  }
}
