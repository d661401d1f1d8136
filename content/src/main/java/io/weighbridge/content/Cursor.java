package io.weighbridge.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads a content front to back through one small buffer, as binary formats are specified: fixed
 * width integers, counted bytes. What is read is drawn from the budget; what is skipped is not read
 * at all. Reading past the end throws {@link ContentException}. Confined to one thread.
 */
public final class Cursor {
  private static final int FIRST = 512;
  private static final int REST = 32 << 10;

  private final Content content;
  private final Budget budget;
  private final long end;
  private byte[] buffer = new byte[FIRST];
  private long start;
  private int limit;
  private int at;

  public Cursor(Content content, Budget budget) {
    this(content, budget, 0);
  }

  /**
   * From a position; at or past the end there is nothing left to read.
   *
   * @throws ContentException when the position is negative, as one counted from the end of a
   *     content that is shorter than the format's trailer
   */
  public Cursor(Content content, Budget budget, long position) {
    if (position < 0) {
      throw new ContentException("position " + position + " of " + content.size());
    }
    this.content = content;
    this.budget = budget;
    this.end = content.size();
    this.start = position;
  }

  public long position() {
    return start + at;
  }

  /** Bytes left until the end of the content. */
  public long remaining() {
    return end - position();
  }

  public boolean atEnd() {
    return remaining() <= 0;
  }

  /** Moves to a position, forwards or backwards. */
  public void seek(long position) {
    if (position < 0 || position > end) {
      throw new ContentException("position " + position + " of " + end);
    }
    if (position >= start && position <= start + limit) {
      at = (int) (position - start);
    } else {
      start = position;
      limit = 0;
      at = 0;
    }
  }

  /** Moves forward over {@code count} bytes, which must exist. */
  public void skip(long count) {
    need(count);
    seek(position() + count);
  }

  public int u8() {
    fill(1);
    return buffer[at++] & 0xFF;
  }

  public int u16() {
    return u8() | u8() << 8;
  }

  public long u32() {
    return u16() | (long) u16() << 16;
  }

  public int i32() {
    return (int) u32();
  }

  /** 64 bits, little-endian; a value of 2^63 or more comes out negative. */
  public long i64() {
    return u32() | u32() << 32;
  }

  public int u16be() {
    return u8() << 8 | u8();
  }

  public long u32be() {
    return (long) u16be() << 16 | u16be();
  }

  public long i64be() {
    return u32be() << 32 | u32be();
  }

  /**
   * A length or count of 64 bits.
   *
   * @throws ContentException when it is more than the bytes left, so that no allocation by it can
   *     be larger than the input
   */
  public long length64() {
    long length = i64();
    need(length);
    return length;
  }

  public byte[] bytes(int count) {
    need(count);
    byte[] bytes = new byte[count];
    int buffered = Math.min(count, limit - at);
    System.arraycopy(buffer, at, bytes, 0, buffered);
    at += buffered;
    if (buffered < count) {
      budget.bytes(count - buffered);
      long from = position();
      int read = content.read(from, ByteBuffer.wrap(bytes, buffered, count - buffered));
      if (read != count - buffered) {
        throw new ContentException("content ended at " + (from + read) + " of " + end);
      }
      start = from + read;
      limit = 0;
      at = 0;
    }
    return bytes;
  }

  /** Counted bytes as UTF-8; malformed sequences become U+FFFD. */
  public String utf8(int count) {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  private void need(long count) {
    if (count < 0 || count > remaining()) {
      throw new ContentException(
          (count < 0 ? Long.toUnsignedString(count) : count)
              + " bytes announced at "
              + position()
              + ", "
              + remaining()
              + " are left");
    }
  }

  private void fill(int count) {
    if (limit - at >= count) {
      return;
    }
    need(count);
    start += at;
    if (start > 0 && buffer.length == FIRST && limit > 0) {
      buffer = new byte[REST];
    }
    at = 0;
    limit = content.read(start, ByteBuffer.wrap(buffer));
    budget.bytes(limit);
    if (limit < count) {
      throw new ContentException("content ended at " + (start + limit) + " of " + end);
    }
  }
}
