package io.weighbridge.content.internal;

import io.weighbridge.content.Content;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A content as an input stream, for decoders that want one; counts what was consumed. */
public final class ContentStream extends InputStream {
  private final Content content;
  private final byte[] buffer = new byte[16 << 10];
  private long next;
  private int at;
  private int limit;

  public ContentStream(Content content) {
    this.content = content;
  }

  /** Bytes handed out so far. */
  public long consumed() {
    return next - (limit - at);
  }

  @Override
  public int available() {
    return (int) Math.min(content.size() - consumed(), Integer.MAX_VALUE);
  }

  @Override
  public int read() {
    return fill() ? buffer[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, limit - at);
    System.arraycopy(buffer, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean fill() {
    if (at < limit) {
      return true;
    }
    at = 0;
    limit = content.read(next, ByteBuffer.wrap(buffer));
    next += limit;
    return limit > 0;
  }
}
