package io.weighbridge.registry.internal.db;

import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Reason;
import io.weighbridge.policy.Waiver;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what {@link Decision#toJson()} wrote. */
final class DecisionCodec {
  private DecisionCodec() {}

  static Decision read(Json json) {
    return new Decision(
        outcome(json),
        json.items("leftOut").stream().flatMap(item -> item.asText().stream()).toList(),
        reasons(json),
        json.get("waiver").map(DecisionCodec::waiver),
        text(json, "commit"),
        text(json, "manifestDigest"),
        text(json, "policyDigest"),
        text(json, "rulesDigest"),
        text(json, "evidenceDigest"),
        Instant.parse(text(json, "time")));
  }

  private static List<Reason> reasons(Json json) {
    return json.items("reasons").stream()
        .map(
            reason ->
                new Reason(
                    text(reason, "rule"),
                    outcome(reason),
                    text(reason, "file"),
                    reason.bool("observed").orElse(false),
                    text(reason, "message"),
                    reason.text("next").orElse("")))
        .toList();
  }

  private static Waiver waiver(Json json) {
    return new Waiver(
        text(json, "person"), text(json, "reason"), LocalDate.parse(text(json, "until")));
  }

  private static Outcome outcome(Json json) {
    return Outcome.valueOf(text(json, "outcome").toUpperCase(Locale.ROOT));
  }

  private static String text(Json json, String field) {
    Optional<String> text = json.text(field);
    return text.orElseThrow(() -> new IllegalStateException("stored decision without " + field));
  }
}
