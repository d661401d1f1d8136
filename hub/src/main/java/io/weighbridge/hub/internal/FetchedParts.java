package io.weighbridge.hub.internal;

import io.weighbridge.content.ContentException;
import io.weighbridge.hub.RemoteContent.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a file that were fetched: disjoint, in memory up to {@value #IN_MEMORY} bytes and
 * beyond that in a temporary file that goes with its last handle. Confined to one thread at a time.
 */
final class FetchedParts implements AutoCloseable {
  static final int IN_MEMORY = 4 << 20;

  /** Beyond this it is no longer a look at the interesting parts. */
  static final long MOST = 4L << 30;

  private static final int PIECE = 1 << 20;

  /** A part: its bytes, or where they are in the temporary file. */
  private record Part(long offset, int length, byte @Nullable [] memory, long place) {
    long end() {
      return offset + length;
    }
  }

  private final TreeMap<Long, Part> parts = new TreeMap<>();
  private @Nullable FileChannel file;
  private long inMemory;
  private long inFile;

  /** Keeps bytes that are not here yet. */
  void add(long offset, byte[] bytes) {
    if (inMemory + bytes.length <= IN_MEMORY) {
      inMemory += bytes.length;
      parts.put(offset, new Part(offset, bytes.length, bytes, -1));
      return;
    }
    if (inFile + bytes.length > MOST) {
      throw new ContentException(
          "more than "
              + (MOST >> 30)
              + " GiB would have to be read from afar; fetch the file whole");
    }
    try {
      write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new ContentException("what was fetched cannot be kept: " + e.getMessage(), e);
    }
    parts.put(offset, new Part(offset, bytes.length, null, inFile));
    inFile += bytes.length;
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (file == null) {
      file =
          FileChannel.open(
              Files.createTempFile("weighbridge-parts", ""),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    for (long at = inFile; bytes.hasRemaining(); ) {
      at += file.write(bytes, at);
    }
  }

  /** Fills a buffer from {@code position} with what is here in one part; 0 when nothing is. */
  int read(long position, ByteBuffer into, int most) {
    Map.Entry<Long, Part> entry = parts.floorEntry(position);
    if (entry == null || entry.getValue().end() <= position) {
      return 0;
    }
    Part part = entry.getValue();
    int from = (int) (position - part.offset());
    int length = Math.min(most, part.length() - from);
    copy(part, from, into, length);
    return length;
  }

  private void copy(Part part, int from, ByteBuffer into, int length) {
    if (part.memory() != null) {
      into.put(part.memory(), from, length);
      return;
    }
    FileChannel channel = file;
    if (channel == null) {
      throw new ContentException("closed");
    }
    int limit = into.limit();
    into.limit(into.position() + length);
    try {
      for (long at = part.place() + from; into.hasRemaining(); ) {
        int read = channel.read(into, at);
        if (read < 0) {
          throw new IOException("the temporary file is too short");
        }
        at += read;
      }
    } catch (IOException e) {
      throw new ContentException("what was fetched is lost: " + e.getMessage(), e);
    } finally {
      into.limit(limit);
    }
  }

  boolean has(long offset, long length) {
    long at = offset;
    while (at < offset + length) {
      Map.Entry<Long, Part> entry = parts.floorEntry(at);
      if (entry == null || entry.getValue().end() <= at) {
        return false;
      }
      at = entry.getValue().end();
    }
    return true;
  }

  /** Where the next part begins at or behind an offset. */
  long nextFrom(long offset) {
    Long next = parts.ceilingKey(offset);
    return next == null ? Long.MAX_VALUE : next;
  }

  /** Where the last part ends that begins before an offset. */
  long endBefore(long offset) {
    Map.Entry<Long, Part> entry = parts.lowerEntry(offset);
    return entry == null ? 0 : entry.getValue().end();
  }

  OptionalLong mismatch(long offset, byte[] bytes, int from, int length) {
    long end = offset + length;
    Map.Entry<Long, Part> first = parts.floorEntry(offset);
    for (Part part :
        parts.subMap(first == null ? offset : first.getKey(), true, end, false).values()) {
      long start = Math.max(offset, part.offset());
      long stop = Math.min(end, part.end());
      if (start < stop) {
        byte[] ours = new byte[(int) (stop - start)];
        copy(part, (int) (start - part.offset()), ByteBuffer.wrap(ours), ours.length);
        int at = from + (int) (start - offset);
        int differs = Arrays.mismatch(bytes, at, at + ours.length, ours, 0, ours.length);
        if (differs >= 0) {
          return OptionalLong.of(start + differs);
        }
      }
    }
    return OptionalLong.empty();
  }

  void each(Piece consumer) {
    for (Part part : parts.values()) {
      for (int from = 0; from < part.length(); from += PIECE) {
        byte[] piece = new byte[Math.min(PIECE, part.length() - from)];
        copy(part, from, ByteBuffer.wrap(piece), piece.length);
        consumer.take(part.offset() + from, piece);
      }
    }
  }

  @Override
  public void close() {
    parts.clear();
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new ContentException("closing a temporary file: " + e.getMessage(), e);
      } finally {
        file = null;
      }
    }
  }
}
