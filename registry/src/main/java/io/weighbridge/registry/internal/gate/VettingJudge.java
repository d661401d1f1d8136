package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Evidence;
import io.weighbridge.vetting.Artifact;
import io.weighbridge.vetting.Progress;
import io.weighbridge.vetting.Vetted;
import io.weighbridge.vetting.Vetting;
import java.util.List;
import java.util.Optional;

/** Vetting as the gate uses it, with the digests that its decisions are bound to. */
final class VettingJudge implements Judge {
  private final Vetting vetting;
  private final String policyDigest;
  private final String rulesDigest;

  VettingJudge(Vetting vetting, String policyDigest, String rulesDigest) {
    this.vetting = vetting;
    this.policyDigest = policyDigest;
    this.rulesDigest = rulesDigest;
  }

  @Override
  public Judgement judge(Upstream upstream, ModelInfo info, List<Artifact> artifacts) {
    Vetted vetted = vetting.vet(upstream, info, artifacts, Progress.NONE);
    return new Judgement(
        vetted.evidence(), vetted.decision(), vetted.manifest(), vetted.scan().files());
  }

  @Override
  public Judgement again(Evidence before, ModelInfo info, List<Artifact> artifacts) {
    Vetting.Reweighed again = vetting.again(before, info, artifacts);
    return new Judgement(
        again.evidence(), again.decision(), again.manifest(), again.scan().files());
  }

  @Override
  public FileReport one(ModelInfo info, Artifact artifact) {
    return vetting.one(info, artifact);
  }

  @Override
  public Decision decide(Evidence evidence) {
    return vetting.decide(evidence);
  }

  @Override
  public Optional<Decision> denied(ModelId model, Optional<CommitId> commit) {
    return vetting.denied(model, commit, rulesDigest);
  }

  @Override
  public String policyDigest() {
    return policyDigest;
  }

  @Override
  public String rulesDigest() {
    return rulesDigest;
  }
}
