package io.weighbridge.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Public keys as files and as names. */
public final class PublicKeys {
  private static final String LABEL = "PUBLIC KEY";

  private PublicKeys() {}

  /**
   * Every public key of a PEM text (SubjectPublicKeyInfo); at least one.
   *
   * @throws SigningException when there is none, or one cannot be read
   * @throws SignatureRefused {@link Refusal#KEY_TYPE} when one is of another kind than ECDSA on a
   *     supported curve
   */
  public static List<PublicKey> read(String pem) {
    List<PublicKey> keys =
        Pem.read(pem).stream()
            .filter(block -> block.label().equals(LABEL))
            .map(block -> decode(block.bytes()))
            .toList();
    if (keys.isEmpty()) {
      throw new SigningException("there is no PUBLIC KEY block in it");
    }
    keys.forEach(Curve::required);
    return keys;
  }

  private static PublicKey decode(byte[] der) {
    try {
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new SignatureRefused(
          Refusal.KEY_TYPE, "a PUBLIC KEY block holds something else (" + e.getMessage() + ")", e);
    }
  }

  /** The key as a PEM text. */
  public static String pem(PublicKey key) {
    return new Pem(LABEL, key.getEncoded()).text();
  }

  /**
   * What model signatures call a key: SHA-256 of its PEM text, 64 lower-case hex digits (OpenSSF
   * Model Signing v1.0). It is our key id, too.
   */
  public static String hint(PublicKey key) {
    return HexFormat.of().formatHex(sha256(pem(key).getBytes(StandardCharsets.US_ASCII)));
  }

  /** What cosign calls a key: base64 of SHA-256 of its DER form. */
  static String cosignHint(PublicKey key) {
    return Base64.getEncoder().encodeToString(sha256(key.getEncoded()));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
