package io.weighbridge.signing;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** X.509 certificates as files and as names. */
public final class Certificates {
  private static final String LABEL = "CERTIFICATE";

  private Certificates() {}

  /**
   * Every certificate of a PEM text; at least one.
   *
   * @throws SigningException when there is none, or one cannot be read
   */
  public static List<X509Certificate> read(String pem) {
    var certificates = new ArrayList<X509Certificate>();
    for (Pem block : Pem.read(pem)) {
      if (block.label().equals(LABEL)) {
        certificates.add(decode(block.bytes()));
      }
    }
    if (certificates.isEmpty()) {
      throw new SigningException("there is no CERTIFICATE block in it");
    }
    return certificates;
  }

  /**
   * Decodes one.
   *
   * @throws SigningException when it is not one
   */
  public static X509Certificate decode(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new SigningException("a certificate cannot be read: " + e.getMessage(), e);
    }
  }

  /** Names (RFC 5280 §4.2.1.6) of the kinds that name a signer: e-mail, DNS, URI. */
  public static List<String> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      var names = new ArrayList<String>();
      for (List<?> name : all == null ? List.<List<?>>of() : all) {
        if (name.get(0) instanceof Integer kind
            && (kind == 1 || kind == 2 || kind == 6)
            && name.get(1) instanceof String text) {
          names.add(text);
        }
      }
      return names;
    } catch (CertificateParsingException e) {
      throw new SigningException("a certificate's names cannot be read: " + e.getMessage(), e);
    }
  }

  static String name(X509Certificate leaf) {
    List<String> names = alternativeNames(leaf);
    String subject = leaf.getSubjectX500Principal().getName();
    return names.isEmpty() ? subject : String.join(", ", names) + " (" + subject + ")";
  }

  static VerificationMaterial material(List<X509Certificate> chain) {
    var der = new ArrayList<byte[]>();
    for (X509Certificate certificate : chain) {
      try {
        der.add(certificate.getEncoded());
      } catch (CertificateEncodingException e) {
        throw new SigningException("a certificate cannot be written: " + e.getMessage(), e);
      }
    }
    return new VerificationMaterial.Certificates(der);
  }
}
