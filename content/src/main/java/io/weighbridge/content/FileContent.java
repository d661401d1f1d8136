package io.weighbridge.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file, read by position. Its size is the one it had when opened. */
public final class FileContent implements Content {
  private final Path path;
  private final FileChannel channel;
  private final long size;

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
      throw new ContentException("cannot open " + path + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException _ -> "no such file";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer into) {
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
