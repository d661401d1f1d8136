package io.weighbridge.signing.internal;

import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.Refusal;
import io.weighbridge.signing.SignatureRefused;
import io.weighbridge.signing.VerificationMaterial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Reads bundles as strictly as the format allows: what is not expected is refused by name. */
public final class BundleReader {
  private static final JsonLimits LIMITS =
      new JsonLimits(Bundle.MAX_BYTES, 24, 200_000, Bundle.MAX_BYTES);
  private static final int MOST_CERTIFICATES = 10;

  private BundleReader() {}

  public static Bundle read(byte[] bytes) {
    if (bytes.length > Bundle.MAX_BYTES) {
      throw bad("it has more than " + Bundle.MAX_BYTES + " bytes");
    }
    Json json;
    try {
      json = Json.parse(bytes, LIMITS);
    } catch (JsonException e) {
      throw new SignatureRefused(Refusal.NOT_A_BUNDLE, e);
    }
    if (!(json instanceof Json.Obj)) {
      throw bad("it is not a JSON object");
    }
    String mediaType = json.text("mediaType").orElseThrow(() -> bad("it has no mediaType"));
    if (!mediaType.equals(Bundle.MEDIA_TYPE)) {
      throw new SignatureRefused(
          Refusal.MEDIA_TYPE, "\"" + shorten(mediaType) + "\"; " + Bundle.MEDIA_TYPE + " is");
    }
    if (json.get("messageSignature").isPresent()) {
      throw new SignatureRefused(
          Refusal.PAYLOAD_TYPE, "it is the signature of one blob, not an attestation");
    }
    only(json, Set.of("mediaType", "verificationMaterial", "dsseEnvelope"), "the bundle");
    Json envelope = json.get("dsseEnvelope").orElseThrow(() -> bad("it has no dsseEnvelope"));
    only(envelope, Set.of("payload", "payloadType", "signatures"), "the envelope");
    String type =
        envelope.text("payloadType").orElseThrow(() -> bad("the envelope has no payloadType"));
    if (!type.equals(Bundle.IN_TOTO)) {
      throw new SignatureRefused(Refusal.PAYLOAD_TYPE, "its type is \"" + shorten(type) + "\"");
    }
    byte[] payload = base64(envelope, "payload");
    byte[] signature = signature(envelope);
    VerificationMaterial material =
        material(
            json.get("verificationMaterial")
                .orElseThrow(() -> bad("it has no verificationMaterial")));
    return new Bundle(material, type, payload, signature);
  }

  private static byte[] signature(Json envelope) {
    if (!(envelope.get("signatures").orElse(Json.Null.NULL) instanceof Json.Arr(var signatures))) {
      throw bad("the envelope has no list of signatures");
    }
    if (signatures.size() != 1) {
      throw new SignatureRefused(Refusal.SIGNATURE_COUNT, "this one has " + signatures.size());
    }
    Json signature = signatures.getFirst();
    only(signature, Set.of("sig", "keyid"), "the signature");
    signature
        .get("keyid")
        .filter(id -> !(id instanceof Json.Str))
        .ifPresent(
            _ -> {
              throw bad("the signature's keyid is not a string");
            });
    return base64(signature, "sig");
  }

  private static VerificationMaterial material(Json material) {
    only(
        material,
        Set.of(
            "publicKey",
            "x509CertificateChain",
            "certificate",
            "tlogEntries",
            "timestampVerificationData"),
        "the verification material");
    var kinds = new ArrayList<VerificationMaterial>();
    material.get("publicKey").ifPresent(key -> kinds.add(key(key)));
    material.get("x509CertificateChain").ifPresent(chain -> kinds.add(certificates(chain)));
    material.get("certificate").ifPresent(_ -> kinds.add(new VerificationMaterial.Keyless()));
    if (kinds.size() != 1) {
      throw bad("it names " + kinds.size() + " ways of verification, not one");
    }
    return kinds.getFirst();
  }

  private static VerificationMaterial key(Json key) {
    only(key, Set.of("hint", "rawBytes", "keyDetails", "validFor"), "the public key");
    if (key.get("rawBytes").isPresent()) {
      return new VerificationMaterial.EmbeddedKey(
          new String(base64(key, "rawBytes"), StandardCharsets.UTF_8));
    }
    key.get("hint")
        .filter(hint -> !(hint instanceof Json.Str))
        .ifPresent(
            _ -> {
              throw bad("the key's hint is not a string");
            });
    return new VerificationMaterial.Key(key.text("hint").filter(hint -> !hint.isEmpty()));
  }

  private static VerificationMaterial certificates(Json chain) {
    only(chain, Set.of("certificates"), "the certificate chain");
    List<Json> items = chain.items("certificates");
    if (items.isEmpty() || items.size() > MOST_CERTIFICATES) {
      throw bad(
          "it has " + items.size() + " certificates; one to " + MOST_CERTIFICATES + " are read");
    }
    var der = new ArrayList<byte[]>();
    for (Json item : items) {
      only(item, Set.of("rawBytes"), "a certificate");
      der.add(base64(item, "rawBytes"));
    }
    return new VerificationMaterial.Certificates(der);
  }

  /** Canonical base64 with padding (RFC 4648 §4): other spellings of the same bytes are refused. */
  private static byte[] base64(Json object, String name) {
    String text = object.text(name).orElseThrow(() -> bad("\"" + name + "\" is missing"));
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new SignatureRefused(Refusal.NOT_A_BUNDLE, "\"" + name + "\" is not base64", e);
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw bad("\"" + name + "\" is not canonical base64");
    }
    return bytes;
  }

  private static void only(Json object, Set<String> known, String what) {
    if (!(object instanceof Json.Obj(var fields))) {
      throw bad(what + " is not an object");
    }
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        throw bad(what + " has an unknown member \"" + shorten(name) + "\"");
      }
    }
  }

  private static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  private static SignatureRefused bad(String detail) {
    return new SignatureRefused(Refusal.NOT_A_BUNDLE, detail);
  }
}
