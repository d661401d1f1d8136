package io.weighbridge.policy;

import io.weighbridge.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The policy's outcome for a commit and a manifest. Immutable; bound to everything that it was made
 * from.
 *
 * @param outcome of the revision as it would be served (after leaving files out)
 * @param leftOut paths that a file rule keeps back while the rest loads by itself, sorted; when not
 *     empty, what is served is a filtered commit
 * @param reasons worst first; those that did not count (observe mode) last among their equals
 * @param waiver who lifted the block, when one was lifted: the decision ends with it
 * @param manifestDigest of our own manifest; empty when the id was denied and nothing was looked at
 * @param policyDigest sha256 of the policy document
 * @param rulesDigest sha256 of the scanner's rule set
 * @param evidenceDigest sha256 of the canonical evidence; empty when nothing was looked at
 */
public record Decision(
    Outcome outcome,
    List<String> leftOut,
    List<Reason> reasons,
    Optional<Waiver> waiver,
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

  /** Whether it was made from the id alone: nothing of the revision was looked at. */
  public boolean unseen() {
    return evidenceDigest.isEmpty();
  }

  /** Reasons that made the outcome what it is, in order; those of files left out are not among. */
  public List<Reason> counting() {
    return reasons.stream()
        .filter(reason -> !reason.observed() && reason.outcome() == outcome)
        .filter(reason -> !leftOut.contains(reason.file()))
        .toList();
  }

  /** The worst counting reason's message; empty when nothing needs saying. */
  public String message() {
    return counting().stream().map(Reason::message).findFirst().orElse("");
  }

  /** What observe mode would have made of it: the worst of all reasons and the outcome. */
  public Outcome observedOutcome() {
    return reasons.stream()
        .filter(Reason::observed)
        .map(Reason::outcome)
        .reduce(outcome, Outcome::worst);
  }

  /** When it no longer holds: the end of the waiver that it rests on. */
  public Optional<Instant> end() {
    return waiver.map(Waiver::end);
  }

  public Json toJson() {
    var json =
        Json.object()
            .put("outcome", outcome.text())
            .put("leftOut", Json.strings(leftOut))
            .put("reasons", Json.array(reasons.stream().map(Decision::reason).toList()));
    waiver.ifPresent(lifted -> json.put("waiver", lifted.toJson()));
    return json.put("commit", commit)
        .put("manifestDigest", manifestDigest)
        .put("policyDigest", policyDigest)
        .put("rulesDigest", rulesDigest)
        .put("evidenceDigest", evidenceDigest)
        .put("time", time.toString())
        .build();
  }

  private static Json reason(Reason reason) {
    return Json.object()
        .put("rule", reason.rule())
        .put("outcome", reason.outcome().text())
        .put("file", reason.file())
        .put("observed", reason.observed())
        .put("message", reason.message())
        .put("next", reason.next())
        .build();
  }
}
