package io.weighbridge.pickle;

import io.weighbridge.content.Content;
import java.nio.ByteBuffer;

/**
 * A head, many zero bytes that no memory holds, and a tail.
 *
 * @param zeros between head and tail
 */
record Sparse(byte[] head, long zeros, byte[] tail) implements Content {
  @Override
  public long size() {
    return head.length + zeros + tail.length;
  }

  @Override
  public int read(long position, ByteBuffer into) {
    int count = (int) Math.min(into.remaining(), size() - position);
    for (int i = 0; i < count; i++) {
      into.put(at(position + i));
    }
    return count;
  }

  private byte at(long position) {
    if (position < head.length) {
      return head[(int) position];
    }
    long behind = position - head.length - zeros;
    return behind < 0 ? 0 : tail[(int) behind];
  }
}
