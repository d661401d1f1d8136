package io.weighbridge.signing;

import io.weighbridge.json.Json;
import io.weighbridge.signing.internal.BundleReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A Sigstore bundle v0.3 with a DSSE envelope: who signed, what, and the signature. Immutable.
 * Nothing about it is verified; {@link Trust} does that.
 *
 * @param payload the signed bytes, exactly as signed
 * @param signature ASN.1 DER over {@link #preAuthenticationEncoding}
 */
public record Bundle(
    VerificationMaterial material, String payloadType, byte[] payload, byte[] signature) {

  public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  /** Most bytes of a bundle that are read: 64 MiB, about 300,000 files. */
  public static final int MAX_BYTES = 64 << 20;

  /**
   * Reads a bundle strictly: no unknown members, no duplicate keys, one signature, canonical
   * base64.
   *
   * @throws SignatureRefused when it is not one
   */
  public static Bundle read(byte[] json) {
    return BundleReader.read(json);
  }

  /** The bytes that are signed (DSSE v1, "PAE"). */
  public byte[] preAuthenticationEncoding() {
    return preAuthenticationEncoding(payloadType, payload);
  }

  static byte[] preAuthenticationEncoding(String type, byte[] payload) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ("DSSEv1 " + typeBytes.length + " " + type + " " + payload.length + " ")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + payload.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }

  /** The bundle as JSON, as model-signing and cosign read it. */
  public Json toJson() {
    var material = Json.object();
    switch (this.material) {
      case VerificationMaterial.Key(var hint) ->
          material.put("publicKey", Json.object().put("hint", hint).build());
      case VerificationMaterial.EmbeddedKey(var pem) ->
          material.put(
              "publicKey",
              Json.object().put("rawBytes", base64(pem.getBytes(StandardCharsets.UTF_8))).build());
      case VerificationMaterial.Certificates(var der) ->
          material.put(
              "x509CertificateChain",
              Json.object()
                  .put(
                      "certificates",
                      Json.array(
                          der.stream()
                              .map(one -> Json.object().put("rawBytes", base64(one)).build())
                              .toList()))
                  .build());
      case VerificationMaterial.Keyless _ ->
          throw new SigningException("a keyless bundle is written by a Sigstore client only");
    }
    return Json.object()
        .put("mediaType", MEDIA_TYPE)
        .put("verificationMaterial", material.put("tlogEntries", Json.array(List.of())).build())
        .put(
            "dsseEnvelope",
            Json.object()
                .put("payload", base64(payload))
                .put("payloadType", payloadType)
                .put(
                    "signatures",
                    Json.array(
                        List.of(
                            Json.object().put("sig", base64(signature)).put("keyid", "").build())))
                .build())
        .build();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
