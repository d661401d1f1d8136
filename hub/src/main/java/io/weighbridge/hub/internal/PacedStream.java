package io.weighbridge.hub.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body whose sender may not drip: see {@link Pace}. Silence is bounded by the socket. */
final class PacedStream extends FilterInputStream {
  private final Pace pace;
  private long waited;
  private long bytes;

  PacedStream(InputStream in, Pace pace) {
    super(in);
    this.pace = pace;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long start = System.nanoTime();
    int read = super.read(buffer, offset, length);
    waited += System.nanoTime() - start;
    bytes += Math.max(0, read);
    if (read >= 0 && pace.tooSlow(waited, bytes)) {
      throw new IOException("the upstream sends too slowly: " + bytes + " bytes so far");
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] buffer = new byte[(int) Math.clamp(count, 1, 16 << 10)];
    long left = count;
    while (left > 0) {
      int read = read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return count - left;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
