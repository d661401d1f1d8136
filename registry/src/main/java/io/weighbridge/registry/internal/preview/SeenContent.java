package io.weighbridge.registry.internal.preview;

import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Content of which every byte that was read is kept, in blocks: whoever reads twice reads the same,
 * and what arrives later is held against it. For upstreams that are read directly, such as a
 * folder. Thread-safe.
 */
final class SeenContent implements Content {
  private static final int BLOCK = 4 << 10;
  private static final long MOST = 32 << 20;

  private final Content content;
  private final ConcurrentHashMap<Long, byte[]> seen = new ConcurrentHashMap<>();
  private final AtomicLong kept = new AtomicLong();
  private volatile boolean refused;

  SeenContent(Content content) {
    this.content = content;
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public int read(long position, ByteBuffer into) {
    long end = position + Math.clamp(size() - position, 0, into.remaining());
    int count = 0;
    for (long at = position; at < end; ) {
      byte[] block = seen.computeIfAbsent(at / BLOCK, this::load);
      int from = (int) (at % BLOCK);
      int length = (int) Math.min(block.length - from, end - at);
      into.put(block, from, length);
      at += length;
      count += length;
    }
    return count;
  }

  private byte[] load(long block) {
    if (kept.addAndGet(BLOCK) > MOST) {
      refused = true;
      throw new ContentException("more than " + MOST + " bytes would be read before the file is");
    }
    long start = block * BLOCK;
    try {
      return content.bytes(start, (int) Math.min(BLOCK, size() - start));
    } catch (ContentException e) {
      refused = true;
      throw e;
    }
  }

  @Override
  public boolean distant() {
    return true;
  }

  boolean has(long offset, long length) {
    for (long block = offset / BLOCK; block * BLOCK < offset + length; block++) {
      if (!seen.containsKey(block)) {
        return false;
      }
    }
    return true;
  }

  /** Whether something could not be read. */
  boolean refused() {
    return refused;
  }

  long bytesSeen() {
    return kept.get();
  }

  OptionalLong mismatch(long offset, byte[] bytes, int length) {
    for (long at = offset; at < offset + length; ) {
      long block = at / BLOCK;
      long end = Math.min((block + 1) * BLOCK, offset + length);
      byte[] known = seen.get(block);
      if (known != null) {
        int from = (int) (at - offset);
        int start = (int) (at - block * BLOCK);
        int differs =
            Arrays.mismatch(
                bytes, from, (int) (end - offset), known, start, start + (int) (end - at));
        if (differs >= 0) {
          return OptionalLong.of(at + differs);
        }
      }
      at = end;
    }
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    content.close();
  }
}
