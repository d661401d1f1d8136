package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Everything on record about a model; what the console's model page shows. */
public record ModelRecord(ModelId id, String upstream, List<RevisionRecord> revisions) {

  public ModelRecord {
    revisions = List.copyOf(revisions);
  }

  /**
   * One revision on record.
   *
   * @param served the commit served in its place when files were left out
   * @param evidence the canonical evidence that the decision was made from
   * @param settledBy person and reason of an approval or refusal
   */
  public record RevisionRecord(
      CommitId commit,
      RevisionState state,
      Optional<CommitId> served,
      Optional<Decision> decision,
      Optional<Json> evidence,
      Optional<String> settledBy,
      String text,
      Instant time,
      long requests) {}
}
