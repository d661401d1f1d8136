package io.weighbridge.vetting;

import io.weighbridge.hub.CommitId;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Evidence;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.sourcing.SourceReport;
import java.time.Duration;

/**
 * A revision that was weighed.
 *
 * @param scan the files' reports, with our own digests; part of the evidence
 * @param source what is known of its publisher; part of the evidence
 * @param manifest of everything that was fetched; the decision is bound to it
 * @param served of what would be served: the same, or without the files that the decision leaves
 *     out
 * @param took wall time of judging, without fetching
 */
public record Vetted(
    Evidence evidence,
    Decision decision,
    ScanReport scan,
    SourceReport source,
    Manifest manifest,
    Manifest served,
    Duration took) {

  /** Whether files were left out, so that another commit id is served. */
  public boolean filtered() {
    return !decision.leftOut().isEmpty();
  }

  /** The commit id that clients see: the upstream's, or that of the filtered manifest. */
  public CommitId servedCommit() {
    return filtered() ? served.commitId() : evidence.commit();
  }
}
