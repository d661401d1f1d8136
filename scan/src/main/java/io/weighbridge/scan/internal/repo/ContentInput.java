package io.weighbridge.scan.internal.repo;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads a content front to back, without its byte order mark, drawing from the budget. */
final class ContentInput extends InputStream {
  private final Content content;
  private final Budget budget;
  private long at;

  ContentInput(Content content, Budget budget) {
    this.content = content;
    this.budget = budget;
    byte[] head = content.bytes(0, (int) Math.min(3, content.size()));
    boolean mark =
        head.length == 3
            && head[0] == (byte) 0xEF
            && head[1] == (byte) 0xBB
            && head[2] == (byte) 0xBF;
    this.at = mark ? 3 : 0;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int count = content.read(at, ByteBuffer.wrap(into, offset, length));
    budget.bytes(count);
    at += count;
    return count == 0 ? -1 : count;
  }

  /** The content stays open: it is the caller's. */
  @Override
  public void close() {}
}
