package io.weighbridge.pickle.internal.decode;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import java.nio.ByteBuffer;

/**
 * A forward reader over a content through one small buffer. Bytes that are skipped are neither read
 * nor drawn from the budget, so a gigabyte of tensor bytes costs nothing.
 *
 * <p>The buffer starts small, after a jump too, and grows while reading stays sequential.
 */
public final class Window {
  private static final int SMALLEST = 1 << 12;
  private static final int LARGEST = 1 << 16;

  private final Content content;
  private final Budget budget;
  private final long end;
  private byte[] buffer;
  private int fill = SMALLEST;
  private long base;
  private int position;
  private int limit;

  public Window(Content content, long from, Budget budget) {
    this.content = content;
    this.budget = budget;
    this.end = content.size();
    this.base = from;
    this.buffer = new byte[(int) Math.clamp(end - from, 16, SMALLEST)];
  }

  public Content content() {
    return content;
  }

  /** Offset of the next byte. */
  public long position() {
    return base + position;
  }

  /** Bytes from here to the content's end. */
  public long left() {
    return end - position();
  }

  /** The next byte, 0 to 255, or -1 at the end. */
  public int next() {
    if (position == limit && !require(1)) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  /** Moves on by {@code count} bytes, which must exist. */
  public void skip(long count) {
    if (count <= limit - position) {
      position += (int) count;
    } else {
      seek(position() + count);
    }
  }

  /** Moves to an offset in either direction. */
  public void seek(long to) {
    if (to >= base && to <= base + limit) {
      position = (int) (to - base);
      return;
    }
    base = to;
    position = 0;
    limit = 0;
    fill = SMALLEST;
  }

  /**
   * Makes the next {@code count} bytes (at most 65536) available to {@link #peek}.
   *
   * @return false when the content ends before
   */
  public boolean require(int count) {
    if (limit - position >= count) {
      return true;
    }
    if (left() < count) {
      return false;
    }
    refill(count);
    return true;
  }

  private void refill(int count) {
    int kept = limit - position;
    int wanted = (int) Math.min(Math.max(fill, count), end - base - position);
    fill = Math.min(fill * 4, LARGEST);
    byte[] target = wanted > buffer.length ? new byte[wanted] : buffer;
    System.arraycopy(buffer, position, target, 0, kept);
    buffer = target;
    base += position;
    position = 0;
    budget.bytes(wanted - kept);
    int read = content.read(base + kept, ByteBuffer.wrap(buffer, kept, wanted - kept));
    limit = kept + read;
    if (read != wanted - kept) {
      throw new io.weighbridge.content.ContentException(
          "content ended at " + (base + limit) + " of " + end);
    }
  }

  /** The byte {@code ahead} of the position, which {@link #require} made available. */
  public int peek(int ahead) {
    return buffer[position + ahead] & 0xff;
  }

  /** A little-endian unsigned integer of {@code size} (1 to 8) required bytes ahead. */
  public long peekUnsigned(int ahead, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << 8 | buffer[position + ahead + i] & 0xff;
    }
    return value;
  }

  /** Copies required bytes. */
  public byte[] take(int count) {
    byte[] bytes = java.util.Arrays.copyOfRange(buffer, position, position + count);
    position += count;
    return bytes;
  }

  /**
   * The distance to the next newline, or -1 when there is none before the content ends. The
   * position stays; the line may be longer than the buffer.
   */
  public long lineLength() {
    int buffered = limit - position;
    for (int i = 0; i < buffered; i++) {
      if (buffer[position + i] == '\n') {
        return i;
      }
    }
    return longLineLength(buffered);
  }

  /** The distance to the next newline when that is at most {@code most} and buffered, else -1. */
  public int bufferedLine(int most) {
    int end = Math.min(limit - position - 1, most);
    for (int i = 0; i <= end; i++) {
      if (buffer[position + i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private long longLineLength(int known) {
    long start = position();
    seek(start + known);
    try {
      while (require(1)) {
        for (int i = position; i < limit; i++) {
          if (buffer[i] == '\n') {
            return base + i - start;
          }
        }
        position = limit;
      }
      return -1;
    } finally {
      seek(start);
    }
  }
}
