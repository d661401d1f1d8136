package io.weighbridge.signing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Signs statements with one key. Thread-safe; the key may live in a token and never be seen. */
public final class Signer {
  private final PrivateKey key;
  private final PublicKey publicKey;
  private final Optional<Provider> provider;
  private final VerificationMaterial material;

  private Signer(
      PrivateKey key,
      PublicKey publicKey,
      Optional<Provider> provider,
      VerificationMaterial material) {
    Curve.required(publicKey);
    this.key = key;
    this.publicKey = publicKey;
    this.provider = provider;
    this.material = material;
  }

  /** Signs with a bare key, whose hint the bundle carries. */
  public static Signer of(KeyPair pair) {
    return new Signer(
        pair.getPrivate(), pair.getPublic(), Optional.empty(), hint(pair.getPublic()));
  }

  /**
   * Signs with a certificate's key.
   *
   * @param chain the leaf first, then its issuers, without the root
   * @throws SigningException when the leaf is not of this key
   */
  public static Signer of(KeyPair pair, List<X509Certificate> chain) {
    if (chain.isEmpty() || !chain.getFirst().getPublicKey().equals(pair.getPublic())) {
      throw new SigningException("the first certificate is not that of the private key");
    }
    return new Signer(
        pair.getPrivate(), pair.getPublic(), Optional.empty(), Certificates.material(chain));
  }

  /** Signs inside a token (PKCS#11) with a key that never leaves it. */
  static Signer of(
      PrivateKey handle, PublicKey publicKey, Provider token, List<X509Certificate> chain) {
    return new Signer(
        handle,
        publicKey,
        Optional.of(token),
        chain.isEmpty() ? hint(publicKey) : Certificates.material(chain));
  }

  private static VerificationMaterial hint(PublicKey key) {
    return new VerificationMaterial.Key(Optional.of(PublicKeys.hint(key)));
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** The id of the key: {@link PublicKeys#hint}. */
  public String keyId() {
    return PublicKeys.hint(publicKey);
  }

  /**
   * Signs a statement.
   *
   * @throws SigningException when the key refuses, as a token does that was pulled
   */
  public Bundle sign(Statement statement) {
    byte[] payload = statement.toJson().write().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try {
      String algorithm = Curve.required(publicKey).algorithm();
      Signature signature =
          provider.isPresent()
              ? Signature.getInstance(algorithm, provider.get())
              : Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(Bundle.preAuthenticationEncoding(Bundle.IN_TOTO, payload));
      return new Bundle(material, Bundle.IN_TOTO, payload, signature.sign());
    } catch (GeneralSecurityException e) {
      throw new SigningException("the key cannot sign: " + e.getMessage(), e);
    }
  }
}
