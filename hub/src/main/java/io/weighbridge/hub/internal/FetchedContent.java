package io.weighbridge.hub.internal;

import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A remote file fetched whole: small ones into memory, others into a temporary file that the system
 * deletes with its last handle. Size and digest are held against what was announced.
 */
final class FetchedContent implements Content {
  private static final int IN_MEMORY = 8 << 20;
  private static final int CHUNK = 64 << 10;

  private final FileChannel file;
  private final long size;

  private FetchedContent(FileChannel file, long size) {
    this.file = file;
    this.size = size;
  }

  /**
   * Reads a body to its end.
   *
   * @param size in bytes, as announced
   * @param sha256 as announced, in lower-case hex
   * @throws ContentException when the bytes are not those that were announced, or cannot be kept
   */
  static Content of(String name, long size, Optional<String> sha256, InputStream body) {
    try {
      if (size <= IN_MEMORY) {
        var memory = new ByteArrayOutputStream((int) size);
        copy(name, size, sha256, body, memory);
        return new BytesContent(memory.toByteArray());
      }
      FileChannel file =
          FileChannel.open(
              Files.createTempFile("weighbridge-", ".part"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      try {
        copy(name, size, sha256, body, Channels.newOutputStream(file));
        return new FetchedContent(file, size);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ContentException(name + " could not be fetched: " + e.getMessage(), e);
    }
  }

  private static void copy(
      String name, long size, Optional<String> sha256, InputStream body, OutputStream to)
      throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK];
    long total = 0;
    for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
      total += read;
      if (total > size) {
        break;
      }
      digest.update(chunk, 0, read);
      to.write(chunk, 0, read);
    }
    if (total != size) {
      throw new ContentException(
          name + " has " + (total > size ? "more" : "fewer") + " bytes than the announced " + size);
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (sha256.isPresent() && !sha256.get().equals(found)) {
      throw new ContentException(
          name + " is not what was announced: its SHA-256 is " + found + ", not " + sha256.get());
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer into) {
    int limit = into.limit();
    int count = (int) Math.clamp(size - position, 0, into.remaining());
    into.limit(into.position() + count);
    try {
      for (long at = position; into.hasRemaining(); ) {
        int read = file.read(into, at);
        if (read < 0) {
          throw new ContentException("a temporary file was shortened");
        }
        at += read;
      }
      return count;
    } catch (IOException e) {
      throw new ContentException("cannot read a temporary file: " + e.getMessage(), e);
    } finally {
      into.limit(limit);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new ContentException("cannot close a temporary file: " + e.getMessage(), e);
    }
  }
}
