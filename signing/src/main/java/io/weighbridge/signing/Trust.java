package io.weighbridge.signing;

import io.weighbridge.signing.internal.ChainCheck;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whom the caller trusts. A bundle never chooses that: what it says about its key only helps to
 * find the one among the trusted that signed.
 */
public sealed interface Trust {

  /** Who signed, as far as it was proven: a key id, or a certificate's subject and names. */
  record Signer(String keyId, String name) {}

  /** Keys that are trusted as they are. */
  record Keys(List<PublicKey> keys) implements Trust {
    public Keys {
      keys = List.copyOf(keys);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("no key is trusted");
      }
      keys.forEach(Curve::required);
    }
  }

  /**
   * Authorities whose certificates are trusted.
   *
   * @param roots trust anchors
   * @param identity the subject alternative name (e-mail address, URI or DNS name) that the leaf
   *     must carry; empty accepts whomever the authorities certified
   * @param at when the chain must be valid: now, as RFC 5280 means it, unless a trusted time stamp
   *     says otherwise
   */
  record Authorities(List<X509Certificate> roots, Optional<String> identity, Instant at)
      implements Trust {
    public Authorities {
      roots = List.copyOf(roots);
      if (roots.isEmpty()) {
        throw new IllegalArgumentException("no authority is trusted");
      }
    }
  }

  /**
   * Checks a bundle's signature.
   *
   * @return who signed
   * @throws SignatureRefused when nobody trusted did
   */
  default Signer check(Bundle bundle) {
    return switch (this) {
      case Keys keys -> checkKeys(bundle, keys.keys());
      case Authorities authorities -> checkChain(bundle, authorities);
    };
  }

  private static Signer checkKeys(Bundle bundle, List<PublicKey> trusted) {
    List<PublicKey> candidates =
        switch (bundle.material()) {
          case VerificationMaterial.Key(var hint) ->
              hint.isEmpty()
                  ? trusted
                  : trusted.stream().filter(key -> isHint(hint.get(), key)).toList();
          case VerificationMaterial.EmbeddedKey(var pem) ->
              trusted.stream().filter(key -> PublicKeys.pem(key).equals(pem)).toList();
          case VerificationMaterial.Certificates _, VerificationMaterial.Keyless _ ->
              throw new SignatureRefused(
                  Refusal.METHOD, "it carries a certificate, and a key was given to verify with");
        };
    if (candidates.isEmpty()) {
      throw new SignatureRefused(
          Refusal.KEY_HINT,
          "it names "
              + named(bundle.material())
              + "; trusted: "
              + String.join(", ", trusted.stream().map(PublicKeys::hint).toList()));
    }
    for (PublicKey key : candidates) {
      if (holds(bundle, key)) {
        return new Signer(PublicKeys.hint(key), "key " + PublicKeys.hint(key));
      }
    }
    throw mismatch();
  }

  private static String named(VerificationMaterial material) {
    return switch (material) {
      case VerificationMaterial.Key(var hint) ->
          hint.map(text -> text.length() > 80 ? text.substring(0, 80) : text).orElse("no key");
      case VerificationMaterial.EmbeddedKey(var pem) ->
          "a key that it brings along (" + pem.getBytes(StandardCharsets.UTF_8).length + " bytes)";
      case VerificationMaterial.Certificates _, VerificationMaterial.Keyless _ -> "a certificate";
    };
  }

  private static boolean isHint(String hint, PublicKey key) {
    return hint.equals(PublicKeys.hint(key)) || hint.equals(PublicKeys.cosignHint(key));
  }

  private static Signer checkChain(Bundle bundle, Authorities authorities) {
    if (!(bundle.material() instanceof VerificationMaterial.Certificates(var der))) {
      throw new SignatureRefused(
          Refusal.METHOD,
          "it carries no certificate chain, and authorities were given to verify with");
    }
    X509Certificate leaf = ChainCheck.leaf(der, authorities);
    if (!holds(bundle, leaf.getPublicKey())) {
      throw mismatch();
    }
    return new Signer(PublicKeys.hint(leaf.getPublicKey()), Certificates.name(leaf));
  }

  private static SignatureRefused mismatch() {
    return new SignatureRefused(
        Refusal.SIGNATURE, "payload or signature were changed, or another key signed");
  }

  private static boolean holds(Bundle bundle, PublicKey key) {
    try {
      Signature signature = Signature.getInstance(Curve.required(key).algorithm());
      signature.initVerify(key);
      signature.update(bundle.preAuthenticationEncoding());
      return signature.verify(bundle.signature());
    } catch (GeneralSecurityException e) {
      return false; // not a DER signature, or not of this curve
    }
  }
}
