package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Evidence;
import io.weighbridge.vetting.Artifact;
import io.weighbridge.vetting.Manifest;
import java.util.List;

/** What the gate needs of vetting. Thread-safe. */
public interface Judge {

  /** Judges fetched files, asking the upstream about the source. */
  Judgement judge(Upstream upstream, ModelInfo info, List<Artifact> artifacts);

  /**
   * Judges stored files again, by the rules of today; what is known about the source stays.
   *
   * @param before evidence of the last judgement
   */
  Judgement again(Evidence before, ModelInfo info, List<Artifact> artifacts);

  /** Decides again from the same evidence. */
  Decision decide(Evidence evidence);

  /** Digest of the policy that decides now. */
  String policyDigest();

  /** Digest of the rules that judge now. */
  String rulesDigest();

  /**
   * A judged revision.
   *
   * @param reports of all files, those left out too
   */
  record Judgement(
      Evidence evidence, Decision decision, Manifest manifest, List<FileReport> reports) {
    public Judgement {
      reports = List.copyOf(reports);
    }
  }
}
