package io.weighbridge.signing;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** The curves of OpenSSF Model Signing v1.0, each with the hash that belongs to it (FIPS 186-5). */
public enum Curve {
  P256("secp256r1", "SHA256withECDSA"),
  P384("secp384r1", "SHA384withECDSA"),
  P521("secp521r1", "SHA512withECDSA");

  private final String curveName;
  private final String algorithm;
  private final ECParameterSpec parameters;

  Curve(String curveName, String algorithm) {
    this.curveName = curveName;
    this.algorithm = algorithm;
    this.parameters = parameters(curveName);
  }

  /** The name in SEC 2, as {@link java.security.KeyPairGenerator} wants it. */
  public String curveName() {
    return curveName;
  }

  /** The name of the signature algorithm in the JCA; signatures are ASN.1 DER. */
  public String algorithm() {
    return algorithm;
  }

  /** The curve of a key; empty when it is none of these, or not an elliptic curve at all. */
  public static Optional<Curve> of(PublicKey key) {
    return key instanceof ECPublicKey ec
        ? Arrays.stream(values()).filter(curve -> curve.isCurveOf(ec.getParams())).findFirst()
        : Optional.empty();
  }

  /**
   * The curve of a key.
   *
   * @throws SignatureRefused {@link Refusal#KEY_TYPE} when it is none of these
   */
  public static Curve required(PublicKey key) {
    return of(key)
        .orElseThrow(
            () ->
                new SignatureRefused(
                    Refusal.KEY_TYPE,
                    "this one is " + key.getAlgorithm() + "; make one with weighbridge keys init"));
  }

  private boolean isCurveOf(ECParameterSpec other) {
    return parameters.getOrder().equals(other.getOrder())
        && parameters.getCofactor() == other.getCofactor()
        && parameters.getGenerator().equals(other.getGenerator())
        && parameters.getCurve().getA().equals(other.getCurve().getA())
        && parameters.getCurve().getB().equals(other.getCurve().getB())
        && prime(parameters).equals(prime(other));
  }

  private static BigInteger prime(ECParameterSpec spec) {
    return spec.getCurve().getField() instanceof ECFieldFp prime ? prime.getP() : BigInteger.ZERO;
  }

  private static ECParameterSpec parameters(String curveName) {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(curveName));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + curveName, e);
    }
  }
}
