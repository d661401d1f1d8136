package io.weighbridge.hub.internal;

import io.weighbridge.content.ContentException;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.RemoteContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A remote file, fetched as it is read: what a read lacks comes in one request, together with what
 * was announced nearby; the first look at a place brings {@value #LOOK} bytes, and reading on from
 * there four times more each time. Small files come whole. Thread-safe: one request at a time.
 */
final class RangeContent implements RemoteContent {
  /** Holds most headers of safetensors shards, npy files and zip members. */
  static final int LOOK = 8 << 10;

  private static final int MOST_AT_ONCE = 4 << 20;

  /** A gap this small is cheaper than another request. */
  private static final int NEAR = 64 << 10;

  /** The Hub keeps files up to 10 MB in git; they are configuration and code, and judged whole. */
  private static final long SMALL = 10_000_000;

  private static final long TINY = 32 << 10;
  private static final int MOST_ANNOUNCED = 100_000;
  private static final int MOST_BREAKS = 4;

  private final Parts source;
  private final long size;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<Long, Long> announced = new TreeMap<>();
  private final FetchedParts parts = new FetchedParts();
  private long runEnd = -1;
  private long run;
  private final AtomicLong bytesFetched = new AtomicLong();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile @Nullable HubException failure;

  RangeContent(Parts source) {
    this.source = source;
    this.size = source.size();
    if (size <= TINY || size <= SMALL && source.whole()) {
      announced.put(0L, size);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean distant() {
    return true;
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
        int read = parts.read(at, into, (int) (end - at));
        if (read == 0) {
          fetch(at, end);
        }
        at += read;
      }
      return count;
    } catch (HubException e) {
      failure = e;
      throw new ContentException(String.valueOf(e.getMessage()), e);
    } finally {
      lock.unlock();
    }
  }

  /** Fetches at least the first byte of what is lacking, mostly all of it and some more. */
  private void fetch(long lacking, long needed) {
    long from = lacking;
    long next = parts.nextFrom(from);
    long end = withAnnounced(from, needed);
    if (end == needed) {
      run = from == runEnd ? Math.min(run * 4, MOST_AT_ONCE) : look();
      end = Math.max(needed, from + run);
      if (next < end) { // whoever reads backwards wants what is before it next
        from = Math.min(from, Math.max(parts.endBefore(from), next - run));
      }
    }
    end = Math.min(Math.min(end, from + MOST_AT_ONCE), Math.min(size, next));
    runEnd = end;
    byte[] bytes = new byte[(int) (end - from)];
    int got = 0;
    for (int breaks = 0; got < bytes.length; ) {
      int read = request(from + got, end, bytes, got);
      breaks = read == 0 ? breaks + 1 : 0;
      if (breaks == MOST_BREAKS) {
        throw new HubException(
            HubException.Kind.UNAVAILABLE, source.name() + " broke off at byte " + (from + got));
      }
      got += read;
    }
    parts.add(from, bytes);
  }

  /** A file that is read in many places is fetched in larger pieces: round trips cost more. */
  private int look() {
    return Math.min(MOST_AT_ONCE, LOOK << Math.min(9, requests.get() / 8));
  }

  /** How much of a range came before the connection broke. */
  private int request(long first, long end, byte[] into, int at) {
    requests.incrementAndGet();
    Parts.Part answer = source.open(first, end - 1);
    int got = 0;
    try (answer) {
      while (at + got < into.length) {
        int read = answer.body().read(into, at + got, into.length - at - got);
        if (read < 0) {
          break;
        }
        got += read;
        bytesFetched.addAndGet(read);
      }
    } catch (IOException e) {
      answer.abort(); // what came before is good; the rest is asked for again
    }
    return got;
  }

  // The end of the announced extents that begin within reach of a range.
  private long withAnnounced(long from, long needed) {
    long reach = needed;
    Map.Entry<Long, Long> extent = announced.floorEntry(from);
    if (extent == null || extent.getValue() <= from) {
      extent = announced.higherEntry(from);
    }
    while (extent != null && extent.getKey() <= reach + NEAR) {
      reach = Math.max(reach, extent.getValue());
      extent = announced.higherEntry(extent.getKey());
    }
    return reach;
  }

  @Override
  public void prefetch(long offset, long length) {
    long from = Math.clamp(offset, 0, size);
    long to = Math.min(size, from + Math.clamp(length, 0, size));
    lock.lock();
    try {
      if (from < to && announced.size() < MOST_ANNOUNCED) {
        announced.merge(from, to, Math::max);
      }
    } finally {
      lock.unlock();
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

  @Override
  public boolean has(long offset, long length) {
    lock.lock();
    try {
      return parts.has(offset, length);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public OptionalLong mismatch(long offset, byte[] bytes, int from, int length) {
    lock.lock();
    try {
      return parts.mismatch(offset, bytes, from, length);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void eachFetched(Piece consumer) {
    lock.lock();
    try {
      parts.each(consumer);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      parts.close();
    } finally {
      lock.unlock();
    }
  }
}
