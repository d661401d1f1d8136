package io.weighbridge.signing.internal;

import io.weighbridge.signing.SigningException;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * The little DER (X.690) that keys need: SEC 1 wrapped as PKCS#8 (RFC 5915, RFC 5208), and the
 * public point that a private key carries.
 */
public final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int BITS = 0x03;
  private static final byte[] EC_PUBLIC_KEY = {
    0x06, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1
  };
  private static final byte[] VERSION_0 = {0x02, 1, 0};

  private Der() {}

  /** One element: its tag, where its content is, and where the next begins. */
  private record Element(int tag, int from, int to) {}

  /** PKCS#8 around an ECPrivateKey, whose parameters must name the curve. */
  public static byte[] sec1ToPkcs8(byte[] sec1) {
    byte[] curve = null;
    Element all = element(sec1, 0);
    for (int at = all.from(); at < all.to(); ) {
      Element one = element(sec1, at);
      if (one.tag() == 0xa0) {
        curve = Arrays.copyOfRange(sec1, one.from(), one.to());
      }
      at = one.to();
    }
    if (curve == null) {
      throw new SigningException("the EC PRIVATE KEY does not name its curve");
    }
    byte[] algorithm = wrap(SEQUENCE, join(EC_PUBLIC_KEY, curve));
    return wrap(SEQUENCE, join(VERSION_0, algorithm, wrap(OCTETS, sec1)));
  }

  /**
   * The public key that belongs to a private one, from the point in its encoding.
   *
   * @throws SigningException when the encoding leaves it out
   */
  public static PublicKey publicKeyOf(ECPrivateKey key, byte[] pkcs8)
      throws GeneralSecurityException {
    Element all = element(pkcs8, 0);
    Element version = element(pkcs8, all.from());
    Element algorithm = element(pkcs8, version.to());
    Element octets = element(pkcs8, algorithm.to());
    Element sec1 = element(pkcs8, octets.from());
    for (int at = sec1.from(); at < sec1.to(); ) {
      Element one = element(pkcs8, at);
      if (one.tag() == 0xa1) {
        Element bits = element(pkcs8, one.from());
        byte[] head = Arrays.copyOfRange(pkcs8, version.to(), algorithm.to());
        byte[] point = Arrays.copyOfRange(pkcs8, bits.from(), bits.to());
        byte[] spki = wrap(SEQUENCE, join(head, wrap(BITS, point)));
        return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
      }
      at = one.to();
    }
    throw new SigningException(
        "the private key does not carry its public half; write it anew with:"
            + " openssl ec -in FILE -out NEW");
  }

  /** A PKCS#8 key with the public point (RFC 5915, [1]) of its SubjectPublicKeyInfo added. */
  public static byte[] withPublicKey(byte[] pkcs8, byte[] spki) {
    Element all = element(pkcs8, 0);
    Element version = element(pkcs8, all.from());
    Element algorithm = element(pkcs8, version.to());
    Element octets = element(pkcs8, algorithm.to());
    Element sec1 = element(pkcs8, octets.from());
    for (int at = sec1.from(); at < sec1.to(); at = element(pkcs8, at).to()) {
      if (element(pkcs8, at).tag() == 0xa1) {
        return pkcs8;
      }
    }
    Element info = element(spki, 0);
    Element point = element(spki, element(spki, info.from()).to());
    byte[] bits = wrap(BITS, Arrays.copyOfRange(spki, point.from(), point.to()));
    byte[] members = Arrays.copyOfRange(pkcs8, sec1.from(), sec1.to());
    byte[] key = wrap(SEQUENCE, join(members, wrap(0xa1, bits)));
    byte[] head = Arrays.copyOfRange(pkcs8, all.from(), algorithm.to());
    return wrap(SEQUENCE, join(head, wrap(OCTETS, key)));
  }

  private static Element element(byte[] der, int at) {
    if (at < 0 || at + 2 > der.length) {
      throw truncated();
    }
    int length = der[at + 1] & 0xff;
    int from = at + 2;
    if (length > 0x80) {
      int digits = length - 0x80;
      if (digits > 3 || from + digits > der.length) {
        throw truncated();
      }
      length = 0;
      for (int i = 0; i < digits; i++) {
        length = length << 8 | der[from + i] & 0xff;
      }
      from += digits;
    }
    if (length > der.length - from) {
      throw truncated();
    }
    return new Element(der[at] & 0xff, from, from + length);
  }

  private static SigningException truncated() {
    return new SigningException("the private key's encoding is broken");
  }

  private static byte[] wrap(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
