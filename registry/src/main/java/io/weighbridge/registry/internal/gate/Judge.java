package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Evidence;
import io.weighbridge.vetting.Artifact;
import io.weighbridge.vetting.Manifest;
import java.util.List;
import java.util.Optional;

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

  /** Judges one stored file by itself. */
  FileReport one(ModelInfo info, Artifact artifact);

  /** Decides again from the same evidence. */
  Decision decide(Evidence evidence);

  /**
   * The decision about an id that the policy denies, with nothing looked at; empty when it is not
   * denied, or a waiver of the policy holds.
   *
   * @param commit empty asks whether every commit is denied
   */
  Optional<Decision> denied(ModelId model, Optional<CommitId> commit);

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
