package io.weighbridge.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file, read by position. Its size is the one it had when opened. Its first bytes are kept, since
 * whoever identifies, judges and looks for other formats reads them again and again.
 */
public final class FileContent implements Content {
  private static final int HEAD = 8 << 10;

  private final Path path;
  private final FileChannel channel;
  private final long size;

  /**
   * The first bytes, once one of them was asked for; whichever thread reads them, they are equal.
   */
  private volatile byte @Nullable [] head;

  private FileContent(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file for reading.
   *
   * @throws ContentException when it cannot be opened
   */
  public static FileContent open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      return new FileContent(path, channel, channel.size());
    } catch (IOException e) {
      throw new ContentException("cannot open " + path + ": " + FileTrouble.of(e), e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer into) {
    long wanted = Math.min(into.remaining(), size - position);
    if (position < 0 || wanted <= 0 || position > HEAD - wanted) {
      return channelRead(position, into);
    }
    byte[] first = head;
    if (first == null) {
      var buffer = ByteBuffer.allocate((int) Math.min(HEAD, size));
      first = Arrays.copyOf(buffer.array(), channelRead(0, buffer));
      head = first;
    }
    // A file that has been cut since it was opened has fewer bytes than its size says.
    int count = (int) Math.clamp(first.length - position, 0, wanted);
    if (count > 0) {
      into.put(first, (int) position, count);
    }
    return count;
  }

  private int channelRead(long position, ByteBuffer into) {
    int total = 0;
    int limit = into.limit();
    long left = Math.max(0, size - position);
    if (into.remaining() > left) {
      into.limit(into.position() + (int) left);
    }
    try {
      while (into.hasRemaining()) {
        int count = channel.read(into, position + total);
        if (count < 0) {
          break;
        }
        total += count;
      }
      return total;
    } catch (IOException e) {
      throw new ContentException("cannot read " + path + ": " + e.getMessage(), e);
    } finally {
      into.limit(limit);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ContentException("cannot close " + path + ": " + e.getMessage(), e);
    }
  }
}
