package io.weighbridge.registry.internal.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Digests of bytes as they pass: sha256 always, the git blob id only where it is what the upstream
 * announced. Confined to one thread.
 */
final class Digests {
  private final MessageDigest sha256 = digest("SHA-256");
  private final Optional<MessageDigest> oid;

  private Digests(Optional<MessageDigest> oid) {
    this.oid = oid;
  }

  /** For bytes announced so; git hashes {@code "blob SIZE\0"} before them. */
  static Digests of(Announced announced) {
    if (announced.sha256().isPresent()) {
      return new Digests(Optional.empty());
    }
    MessageDigest sha1 = digest("SHA-1");
    sha1.update(("blob " + announced.size() + "\0").getBytes(StandardCharsets.US_ASCII));
    return new Digests(Optional.of(sha1));
  }

  void update(byte[] bytes, int length) {
    sha256.update(bytes, 0, length);
    oid.ifPresent(digest -> digest.update(bytes, 0, length));
  }

  /** Of what passed until now; more may follow. */
  Result soFar() {
    return new Result(soFar(sha256), oid.map(Digests::soFar));
  }

  private static String soFar(MessageDigest digest) {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e); // the platform's own digests can be cloned
    }
  }

  record Result(String sha256, Optional<String> oid) {}

  static String sha256(String text) {
    return HexFormat.of()
        .formatHex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has both
    }
  }
}
