package io.weighbridge.signing;

import java.util.List;
import java.util.Optional;

/** What a bundle says about who signed: advice for choosing the trusted key, never trust itself. */
public sealed interface VerificationMaterial {

  /**
   * Signed with a bare key.
   *
   * @param hint what the signer calls it; see {@link PublicKeys#hint}
   */
  record Key(Optional<String> hint) implements VerificationMaterial {}

  /**
   * Signed with a bare key, which the bundle carries: what model-signing 0.3.1 to 1.0.x wrote.
   *
   * @param pem the SubjectPublicKeyInfo in PEM
   */
  record EmbeddedKey(String pem) implements VerificationMaterial {}

  /**
   * Signed with the key of a certificate.
   *
   * @param der the leaf first, then its issuers
   */
  record Certificates(List<byte[]> der) implements VerificationMaterial {
    public Certificates {
      der = List.copyOf(der);
    }
  }

  /**
   * Signed with a certificate of minutes from Fulcio, recorded in a log: Sigstore's keyless way.
   */
  record Keyless() implements VerificationMaterial {}
}
