package io.weighbridge.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Digests of a content's bytes, both from one reading.
 *
 * @param sha256 lower-case hex
 * @param gitBlob the SHA-1 object id that git gives a blob of these bytes, lower-case hex; an
 *     identifier of hubs, not a proof
 */
public record Digests(String sha256, String gitBlob) {
  private static final int CHUNK = 256 << 10;

  /** Reads everything once. Draws from the budget what it reads. */
  public static Digests of(Content content, Budget budget) {
    MessageDigest sha256 = digest("SHA-256");
    MessageDigest git = digest("SHA-1");
    git.update(("blob " + content.size() + "\0").getBytes(StandardCharsets.US_ASCII));
    var buffer = ByteBuffer.allocate((int) Math.clamp(content.size(), 1, CHUNK));
    for (long at = 0; at < content.size(); ) {
      buffer.clear();
      int count = content.read(at, buffer);
      if (count == 0) {
        throw new ContentException("content ended at " + at + " of " + content.size());
      }
      budget.bytes(count);
      buffer.flip();
      sha256.update(buffer.duplicate());
      git.update(buffer);
      at += count;
    }
    return new Digests(hex(sha256), hex(git));
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
