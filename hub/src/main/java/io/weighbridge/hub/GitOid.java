package io.weighbridge.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id that git gives to a file's bytes: SHA-1 over {@code "blob <size>\0"} and the bytes. Hubs
 * use it as the ETag of small files. SHA-1 is an upstream's habit here and never our identity of
 * bytes; that is SHA-256.
 */
public final class GitOid {
  private GitOid() {}

  /** The oid of these bytes, 40 lower-case hex digits. */
  public static String blob(byte[] bytes) {
    return HexFormat.of().formatHex(digest(bytes.length).digest(bytes));
  }

  /** A digest that has taken in the header of a blob of {@code size} bytes; feed it the bytes. */
  public static MessageDigest digest(long size) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
      return sha1;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
