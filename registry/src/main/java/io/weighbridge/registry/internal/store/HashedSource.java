package io.weighbridge.registry.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A whole file on its way out, hashed as it passes: its last bytes leave only when all of them were
 * what the file's name says. Whoever reads must begin at the start and go on from there. Confined
 * to one thread.
 */
public final class HashedSource implements ByteSource {
  private static final int HELD = 64 << 10;
  private static final int CHUNK = 256 << 10;

  private final ByteSource source;
  private final long size;
  private final String sha256;
  private final MessageDigest digest;
  private long hashed;
  private boolean proven;

  public HashedSource(ByteSource source, long size, String sha256) {
    this.source = source;
    this.size = size;
    this.sha256 = sha256;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    if (position > hashed) {
      throw new IOException("read out of order at " + position + " after " + hashed);
    }
    long free = Math.max(0, size - HELD);
    if (!proven && position >= free) {
      prove();
    }
    int from = into.position();
    int limit = into.limit();
    if (!proven && into.remaining() > free - position) {
      into.limit(from + (int) (free - position));
    }
    int count = source.read(into, position);
    into.limit(limit);
    if (!proven && position + count > hashed) {
      ByteBuffer passed = into.duplicate().flip().position(from + (int) (hashed - position));
      hashed += passed.remaining();
      digest.update(passed);
    }
    return count;
  }

  /** Hashes what is left, and what it is held against decides. */
  private void prove() throws IOException {
    ByteBuffer rest = ByteBuffer.allocate((int) Math.clamp(size - hashed, 1, CHUNK));
    while (hashed < size) {
      rest.clear();
      int count = source.read(rest, hashed);
      if (count <= 0) {
        throw new IOException("the stored file ends at " + hashed + " of " + size);
      }
      digest.update(rest.flip());
      hashed += count;
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(sha256)) {
      throw new IOException("the stored bytes are not " + sha256 + " but " + found);
    }
    proven = true;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
