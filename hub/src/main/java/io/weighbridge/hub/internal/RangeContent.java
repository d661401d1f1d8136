package io.weighbridge.hub.internal;

import io.weighbridge.content.ContentException;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.RemoteContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A remote file in blocks of {@value #BLOCK} bytes: a read fetches the blocks that it lacks in one
 * request, together with announced ones nearby; reading on fetches ahead, more each time. Small
 * files come whole. Blocks are kept up to {@value #MOST_KEPT} of them, the least used go first.
 * Thread-safe: one request at a time.
 */
final class RangeContent implements RemoteContent {
  static final int BLOCK = 16 << 10;
  static final int MOST_KEPT = 1024;
  private static final int MOST_AT_ONCE = 512;
  private static final int NEAR = 4;
  private static final long SMALL = 1 << 20;

  private final FileSource source;
  private final long size;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<Long, Long> wanted = new TreeMap<>();
  private final Map<Long, byte[]> kept =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > MOST_KEPT;
        }
      };
  private long fetchedUpTo = -1;
  private int ahead = 1;
  private final AtomicLong bytesFetched = new AtomicLong();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile @Nullable HubException failure;

  RangeContent(FileSource source) {
    this.source = source;
    this.size = source.file().size();
    if (size <= SMALL && !source.file().large()) {
      wanted.put(0L, lastBlock());
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer into) {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    lock.lock();
    try {
      int count = (int) Math.clamp(size - position, 0, into.remaining());
      long end = position + count;
      for (long at = position; at < end; ) {
        long block = at / BLOCK;
        byte[] bytes = block(block, (end - 1) / BLOCK);
        int from = (int) (at - block * BLOCK);
        int length = (int) Math.min(bytes.length - from, end - at);
        into.put(bytes, from, length);
        at += length;
      }
      return count;
    } catch (HubException e) {
      failure = e;
      throw new ContentException(String.valueOf(e.getMessage()), e);
    } finally {
      lock.unlock();
    }
  }

  private byte[] block(long block, long lastNeeded) {
    byte[] bytes = kept.get(block);
    if (bytes == null) {
      fetch(block, Math.min(lastNeeded, block + MOST_AT_ONCE - 1));
      bytes = kept.get(block);
    }
    if (bytes == null) {
      throw new IllegalStateException("block " + block + " was fetched and is not there");
    }
    return bytes;
  }

  private void fetch(long first, long lastNeeded) {
    long last = lastNeeded;
    if (first == fetchedUpTo + 1) {
      ahead = Math.min(ahead * 2, MOST_AT_ONCE / 2);
      last = Math.max(last, first + ahead - 1);
    } else {
      ahead = 1;
    }
    last = Math.min(Math.min(withWanted(first, last), lastBlock()), first + MOST_AT_ONCE - 1);
    while (last > lastNeeded && kept.containsKey(last)) {
      last--;
    }
    long start = first * BLOCK;
    long end = Math.min(size, (last + 1) * BLOCK);
    requests.incrementAndGet();
    Answer answer = source.open(start, end - 1);
    try (answer) {
      for (long block = first; block <= last; block++) {
        int length = (int) Math.min(BLOCK, size - block * BLOCK);
        byte[] bytes = answer.body().readNBytes(length);
        bytesFetched.addAndGet(bytes.length);
        if (bytes.length < length) {
          throw new IOException("fewer bytes than announced");
        }
        kept.put(block, bytes);
      }
    } catch (IOException e) {
      answer.abort();
      throw new HubException(
          HubException.Kind.UNAVAILABLE, source.file().path() + " broke off: " + e.getMessage(), e);
    }
    fetchedUpTo = last;
  }

  // The last block of the announced extents that begin within reach of first to last.
  private long withWanted(long first, long last) {
    long reach = last;
    var extent = wanted.floorEntry(first);
    if (extent == null || extent.getValue() < first) {
      extent = wanted.ceilingEntry(first);
    }
    while (extent != null && extent.getKey() <= reach + NEAR) {
      reach = Math.max(reach, extent.getValue());
      extent = wanted.higherEntry(extent.getKey());
    }
    return reach;
  }

  private long lastBlock() {
    return Math.max(0, size - 1) / BLOCK;
  }

  @Override
  public void prefetch(long offset, long length) {
    long from = Math.clamp(offset, 0, size);
    long to = Math.min(size, from + Math.max(0, length));
    if (from < to && wanted.size() < 100_000) {
      lock.lock();
      try {
        wanted.merge(from / BLOCK, (to - 1) / BLOCK, Math::max);
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public long bytesFetched() {
    return bytesFetched.get();
  }

  @Override
  public int requests() {
    return requests.get();
  }

  @Override
  public Optional<HubException> failure() {
    return Optional.ofNullable(failure);
  }
}
