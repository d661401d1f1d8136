package io.weighbridge.signing;

import io.weighbridge.signing.internal.Der;
import io.weighbridge.signing.internal.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Private keys as files. Their text is a secret: it goes into files of mode 0600 and nowhere else.
 */
public final class PrivateKeys {
  private static final String PKCS8 = "PRIVATE KEY";
  private static final String SEC1 = "EC PRIVATE KEY";

  private PrivateKeys() {}

  /** A fresh pair. */
  public static KeyPair generate(Curve curve) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve.curveName()));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + curve.curveName(), e);
    }
  }

  /** The key as PKCS#8 in PEM, unencrypted, with its public half (which the JDK leaves out). */
  public static String pem(KeyPair pair) {
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    return new Pem(PKCS8, Der.withPublicKey(pkcs8, pair.getPublic().getEncoded())).text();
  }

  /**
   * Writes the key into a new file that only its owner can read.
   *
   * @throws SigningException when it cannot be written
   */
  public static void write(Path file, KeyPair pair) {
    try {
      PrivateFiles.write(file, pem(pair));
    } catch (IOException e) {
      throw new SigningException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads an unencrypted private key, PKCS#8 or SEC 1 ("EC PRIVATE KEY"), with its public half.
   *
   * @throws SigningException when there is not exactly one, or it is encrypted, or cannot be read
   * @throws SignatureRefused {@link Refusal#KEY_TYPE} when it is of another kind
   */
  public static KeyPair read(String pem) {
    List<Pem> blocks =
        Pem.read(pem).stream().filter(block -> block.label().endsWith(PKCS8)).toList();
    if (blocks.size() != 1) {
      throw new SigningException(
          "it holds " + blocks.size() + " private keys in PEM; give a file with one");
    }
    Pem block = blocks.getFirst();
    byte[] pkcs8 =
        switch (block.label()) {
          case PKCS8 -> block.bytes();
          case SEC1 -> Der.sec1ToPkcs8(block.bytes());
          case "ENCRYPTED PRIVATE KEY" ->
              throw new SigningException(
                  "it is encrypted; decrypt it (openssl pkcs8 -in FILE -out PLAIN -topk8 -nocrypt)"
                      + " or keep the key in a PKCS#11 token");
          default ->
              throw new SignatureRefused(
                  Refusal.KEY_TYPE,
                  "it holds " + block.label() + "; make one with weighbridge keys init");
        };
    try {
      PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (!(key instanceof ECPrivateKey ec)) {
        throw new SignatureRefused(Refusal.KEY_TYPE, "this one is " + key.getAlgorithm());
      }
      PublicKey publicKey = Der.publicKeyOf(ec, pkcs8);
      Curve.required(publicKey);
      return new KeyPair(publicKey, key);
    } catch (GeneralSecurityException e) {
      throw new SignatureRefused(Refusal.KEY_TYPE, e);
    }
  }
}
