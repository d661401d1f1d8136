package io.weighbridge.signing.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a part of a file, each byte read once. Large parts are mapped: that saves the copy
 * from the kernel, which is a fifth of the time where the processor has SHA instructions.
 */
public final class Sha256 {
  private static final int SMALL = 1 << 20;
  private static final long WINDOW = 1L << 30;
  private static final int CHUNK = 64 << 10;

  private Sha256() {}

  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The digest of bytes {@code from} to {@code to} (exclusive) of a file, which must not be a link.
   *
   * @throws IOException also when the file ends before {@code to}, or changes meanwhile
   */
  public static String of(Path file, long from, long to) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      MessageDigest digest = start();
      byte[] chunk = new byte[(int) Math.clamp(to - from, 1, CHUNK)];
      if (to - from <= SMALL) {
        read(channel, from, to, chunk, digest);
      } else {
        map(channel, from, to, chunk, digest);
      }
      if (channel.size() < to) {
        throw new IOException("it shrank while it was read");
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static void read(
      FileChannel channel, long from, long to, byte[] chunk, MessageDigest digest)
      throws IOException {
    for (long at = from; at < to; ) {
      int count =
          channel.read(ByteBuffer.wrap(chunk, 0, (int) Math.min(chunk.length, to - at)), at);
      if (count < 0) {
        throw new IOException("it ends at byte " + at + " of " + to);
      }
      digest.update(chunk, 0, count);
      at += count;
    }
  }

  private static void map(
      FileChannel channel, long from, long to, byte[] chunk, MessageDigest digest)
      throws IOException {
    if (channel.size() < to) {
      throw new IOException("it ends at byte " + channel.size() + " of " + to);
    }
    for (long at = from; at < to; at += WINDOW) {
      long length = Math.min(WINDOW, to - at);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment window = channel.map(MapMode.READ_ONLY, at, length, arena);
        for (long done = 0; done < length; done += chunk.length) {
          int count = (int) Math.min(chunk.length, length - done);
          MemorySegment.copy(window, ValueLayout.JAVA_BYTE, done, chunk, 0, count);
          digest.update(chunk, 0, count);
        }
      } catch (InternalError e) {
        throw new IOException("it shrank while it was read", e); // a page that is no longer there
      }
    }
  }
}
