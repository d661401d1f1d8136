package io.weighbridge.policy;

import io.weighbridge.json.Json;
import java.time.Instant;
import java.util.List;

/**
 * The policy's outcome for a commit and a manifest. Immutable; bound to everything that it was made
 * from.
 *
 * @param outcome of the revision as it would be served (after leaving files out)
 * @param leftOut paths that a file rule keeps back while the rest loads by itself; when not empty,
 *     what is served is a filtered commit
 * @param reasons worst first; those in observe mode are marked
 * @param policyDigest sha256 of the policy document
 * @param rulesDigest sha256 of the scanner's rule set
 * @param evidenceDigest sha256 of the canonical evidence
 */
public record Decision(
    Outcome outcome,
    List<String> leftOut,
    List<Reason> reasons,
    String commit,
    String manifestDigest,
    String policyDigest,
    String rulesDigest,
    String evidenceDigest,
    Instant time) {

  public Decision {
    leftOut = List.copyOf(leftOut);
    reasons = List.copyOf(reasons);
  }

  /** The sentence that a client is shown: the worst counting reason's message. */
  public String message() {
    return reasons.stream()
        .filter(reason -> !reason.observed() && reason.outcome() == outcome)
        .map(Reason::message)
        .findFirst()
        .orElse("");
  }

  public Json toJson() {
    return Json.object()
        .put("outcome", outcome.text())
        .put("leftOut", Json.strings(leftOut))
        .put(
            "reasons",
            Json.array(
                reasons.stream()
                    .map(
                        reason ->
                            Json.object()
                                .put("rule", reason.rule())
                                .put("outcome", reason.outcome().text())
                                .put("file", reason.file())
                                .put("observed", reason.observed())
                                .put("message", reason.message())
                                .build())
                    .toList()))
        .put("commit", commit)
        .put("manifestDigest", manifestDigest)
        .put("policyDigest", policyDigest)
        .put("rulesDigest", rulesDigest)
        .put("evidenceDigest", evidenceDigest)
        .put("time", time.toString())
        .build();
  }
}
