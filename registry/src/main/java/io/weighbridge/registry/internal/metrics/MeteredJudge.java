package io.weighbridge.registry.internal.metrics;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Evidence;
import io.weighbridge.registry.internal.gate.Judge;
import io.weighbridge.registry.internal.gate.SourceSigns;
import io.weighbridge.vetting.Artifact;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A judge whose judgements are counted and timed. */
public final class MeteredJudge implements Judge {
  private final Judge judge;
  private final RegistryMetrics metrics;
  private final InstantSource clock;

  public MeteredJudge(Judge judge, RegistryMetrics metrics, InstantSource clock) {
    this.judge = judge;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public Judgement judge(Upstream upstream, ModelInfo info, List<Artifact> artifacts) {
    var start = clock.instant();
    Judgement judgement = judge.judge(upstream, info, artifacts);
    metrics.judged(
        judgement.decision(),
        SourceSigns.of(judgement),
        judgement.reports().stream().map(FileReport::verdict).toList(),
        Duration.between(start, clock.instant()));
    return judgement;
  }

  @Override
  public Judgement again(Evidence before, ModelInfo info, List<Artifact> artifacts) {
    return judge.again(before, info, artifacts);
  }

  @Override
  public FileReport one(ModelInfo info, Artifact artifact) {
    return judge.one(info, artifact);
  }

  @Override
  public Decision decide(Evidence evidence) {
    return judge.decide(evidence);
  }

  @Override
  public Optional<Decision> denied(ModelId model, Optional<CommitId> commit) {
    return judge.denied(model, commit);
  }

  @Override
  public String policyDigest() {
    return judge.policyDigest();
  }

  @Override
  public String rulesDigest() {
    return judge.rulesDigest();
  }
}
