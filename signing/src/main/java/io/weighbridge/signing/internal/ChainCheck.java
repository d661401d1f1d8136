package io.weighbridge.signing.internal;

import io.weighbridge.signing.Certificates;
import io.weighbridge.signing.Curve;
import io.weighbridge.signing.Refusal;
import io.weighbridge.signing.SignatureRefused;
import io.weighbridge.signing.SigningException;
import io.weighbridge.signing.Trust;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The certificate of a bundle, against the authorities that the caller trusts: path (RFC 5280 §6),
 * time, use, identity. Revocation by CRL or OCSP is not asked, since that needs a network.
 */
public final class ChainCheck {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final String ANY_USE = "2.5.29.37.0";

  private ChainCheck() {}

  /** The leaf, when everything about it holds. */
  public static X509Certificate leaf(List<byte[]> der, Trust.Authorities authorities) {
    List<X509Certificate> chain;
    try {
      chain = der.stream().map(Certificates::decode).toList();
    } catch (SigningException e) {
      throw new SignatureRefused(Refusal.CERTIFICATE, e);
    }
    X509Certificate leaf = chain.getFirst();
    Curve.required(leaf.getPublicKey());
    time(leaf, authorities);
    path(leaf, chain, authorities);
    use(leaf);
    identity(leaf, authorities);
    return leaf;
  }

  private static void time(X509Certificate leaf, Trust.Authorities authorities) {
    Date at = Date.from(authorities.at());
    if (at.before(leaf.getNotBefore()) || at.after(leaf.getNotAfter())) {
      throw new SignatureRefused(
          Refusal.CERTIFICATE_TIME,
          "it is valid from "
              + leaf.getNotBefore().toInstant()
              + " to "
              + leaf.getNotAfter().toInstant()
              + ", and it is "
              + authorities.at());
    }
  }

  private static void path(
      X509Certificate leaf, List<X509Certificate> chain, Trust.Authorities authorities) {
    try {
      var target = new X509CertSelector();
      target.setCertificate(leaf);
      var parameters =
          new PKIXBuilderParameters(
              authorities.roots().stream()
                  .map(root -> new TrustAnchor(root, null))
                  .collect(Collectors.toSet()),
              target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(authorities.at()));
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      var found = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      anchor(found.getTrustAnchor().getTrustedCert(), authorities);
      for (Certificate issuer : found.getCertPath().getCertificates()) {
        issuerUse((X509Certificate) issuer);
      }
    } catch (CertPathBuilderException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      boolean late =
          cause instanceof CertPathValidatorException invalid
              && (invalid.getReason() == BasicReason.EXPIRED
                  || invalid.getReason() == BasicReason.NOT_YET_VALID);
      throw new SignatureRefused(
          late ? Refusal.CERTIFICATE_TIME : Refusal.CERTIFICATE,
          String.valueOf(cause.getMessage()),
          e);
    } catch (GeneralSecurityException e) {
      throw new SignatureRefused(Refusal.CERTIFICATE, String.valueOf(e.getMessage()), e);
    }
  }

  /** RFC 5280 leaves the anchor's own time to the one who trusts it; here it counts. */
  private static void anchor(X509Certificate root, Trust.Authorities authorities) {
    Date at = Date.from(authorities.at());
    if (at.before(root.getNotBefore()) || at.after(root.getNotAfter())) {
      throw new SignatureRefused(
          Refusal.CERTIFICATE_TIME,
          "the authority is valid from "
              + root.getNotBefore().toInstant()
              + " to "
              + root.getNotAfter().toInstant());
    }
  }

  /** An issuer that names uses limits those below it, as web and code-signing verifiers hold. */
  private static void issuerUse(X509Certificate certificate) {
    List<String> extended = extended(certificate);
    if (!extended.isEmpty() && !extended.contains(CODE_SIGNING) && !extended.contains(ANY_USE)) {
      throw new SignatureRefused(
          Refusal.CERTIFICATE_USE,
          "the extended key usage of "
              + certificate.getSubjectX500Principal().getName()
              + " does not name codeSigning");
    }
  }

  private static List<String> extended(X509Certificate certificate) {
    try {
      List<String> extended = certificate.getExtendedKeyUsage();
      return extended == null ? List.of() : extended;
    } catch (CertificateParsingException e) {
      throw new SignatureRefused(
          Refusal.CERTIFICATE_USE, "its extended key usage cannot be read", e);
    }
  }

  private static void use(X509Certificate leaf) {
    boolean[] usage = leaf.getKeyUsage();
    if (usage == null || !usage[0]) {
      throw new SignatureRefused(
          Refusal.CERTIFICATE_USE, "its key usage does not name digitalSignature");
    }
    if (!extended(leaf).contains(CODE_SIGNING)) {
      throw new SignatureRefused(
          Refusal.CERTIFICATE_USE, "its extended key usage does not name codeSigning");
    }
    if (leaf.getBasicConstraints() >= 0) {
      throw new SignatureRefused(Refusal.CERTIFICATE_USE, "it is an authority's, not a signer's");
    }
  }

  private static void identity(X509Certificate leaf, Trust.Authorities authorities) {
    authorities
        .identity()
        .ifPresent(
            wanted -> {
              List<String> names = Certificates.alternativeNames(leaf);
              if (!names.contains(wanted)) {
                throw new SignatureRefused(
                    Refusal.CERTIFICATE_IDENTITY,
                    "wanted "
                        + wanted
                        + ", it names "
                        + (names.isEmpty() ? "nobody" : String.join(", ", names)));
              }
            });
  }
}
