package io.weighbridge.content;

import java.nio.ByteBuffer;

/** Bytes in memory. The array is not copied: the caller must not change it. */
public final class BytesContent implements Content {
  private final byte[] bytes;

  public BytesContent(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, ByteBuffer into) {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    if (position >= bytes.length) {
      return 0;
    }
    int count = Math.min(into.remaining(), bytes.length - (int) position);
    into.put(bytes, (int) position, count);
    return count;
  }
}
