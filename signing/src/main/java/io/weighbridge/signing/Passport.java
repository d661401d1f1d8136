package io.weighbridge.signing;

import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The signed record of an admitted revision: the decision, the evidence that it rests on, and, for
 * those who want it small, its projection. Each part is a bundle of its own that other tools
 * verify; the container around them is not signed and adds nothing.
 *
 * @param decision a SLSA verification summary, see {@link Summary}
 * @param scan the scanner's report, predicate {@link #SCAN_TYPE}
 * @param result an in-toto simple verification result (SVR) with the same properties
 */
public record Passport(Bundle decision, Optional<Bundle> scan, Optional<Bundle> result) {
  public static final String SCAN_TYPE = "https://weighbridge.io/model-scan/v1";
  private static final Set<String> MEMBERS =
      Set.of("weighbridgePassport", "decision", "scan", "result");
  private static final JsonLimits LIMITS =
      new JsonLimits(3L * Bundle.MAX_BYTES, 64, 2_000_000, Bundle.MAX_BYTES);

  /**
   * Reads a passport, or a decision alone, as a bundle.
   *
   * @throws SignatureRefused when it is neither
   */
  public static Passport read(byte[] bytes) {
    Json json;
    try {
      json = Json.parse(bytes, LIMITS);
    } catch (JsonException e) {
      throw new SignatureRefused(Refusal.NOT_A_BUNDLE, e);
    }
    if (json.get("mediaType").isPresent()) {
      return new Passport(Bundle.read(bytes), Optional.empty(), Optional.empty());
    }
    if (json.number("weighbridgePassport").orElse(0) != 1) {
      throw new SignatureRefused(Refusal.NOT_A_BUNDLE, "it is neither a passport nor a bundle");
    }
    if (json instanceof Json.Obj(var fields) && !MEMBERS.containsAll(fields.keySet())) {
      throw new SignatureRefused(Refusal.NOT_A_BUNDLE, "the passport has an unknown member");
    }
    return new Passport(
        part(json, "decision")
            .orElseThrow(
                () -> new SignatureRefused(Refusal.NOT_A_BUNDLE, "the passport has no decision")),
        part(json, "scan"),
        part(json, "result"));
  }

  private static Optional<Bundle> part(Json json, String name) {
    return json.get(name).map(part -> Bundle.read(part.write().getBytes(StandardCharsets.UTF_8)));
  }

  public Json toJson() {
    var json = Json.object().put("weighbridgePassport", 1).put("decision", decision.toJson());
    scan.ifPresent(bundle -> json.put("scan", bundle.toJson()));
    result.ifPresent(bundle -> json.put("result", bundle.toJson()));
    return json.build();
  }
}
