package io.weighbridge.registry.internal.gate;

import java.io.IOException;
import java.io.InputStream;

/** Lets so many bytes of a file pass, and then waits, or breaks. */
final class Valve implements FakeUpstream.Tap {
  private long limit;
  private long breaksAt = Long.MAX_VALUE;

  synchronized void openTo(long bytes) {
    limit = bytes;
    notifyAll();
  }

  synchronized void breakAt(long bytes) {
    breaksAt = bytes;
    limit = bytes;
    notifyAll();
  }

  private synchronized int passes(long position, int wanted, int length) throws IOException {
    while (position >= limit && position < length && position < breaksAt) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    if (position >= breaksAt) {
      throw new IOException("connection reset");
    }
    return (int) Math.min(Math.min(wanted, length - position), limit - position);
  }

  @Override
  public InputStream from(byte[] bytes, long offset) {
    return new InputStream() {
      private long position = offset;

      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] into, int from, int wanted) throws IOException {
        int count = passes(position, wanted, bytes.length);
        if (count <= 0) {
          return -1;
        }
        System.arraycopy(bytes, (int) position, into, from, count);
        position += count;
        return count;
      }
    };
  }
}
