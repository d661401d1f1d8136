package io.weighbridge.registry.internal.gate;

import io.weighbridge.content.FileContent;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.registry.internal.fault.FaultPoint;
import io.weighbridge.registry.internal.preview.Preview;
import io.weighbridge.registry.internal.store.Arrival;
import io.weighbridge.vetting.Artifact;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a file that arrives against what was seen of it, and its stored bytes against its report.
 */
record StoredProof(Judge judge, ModelInfo info, RepoFile file, Preview preview, FileReport promised)
    implements Arrival.Proof {
  private static final Logger LOG = LoggerFactory.getLogger(StoredProof.class);

  @Override
  public OptionalLong mismatch(long offset, byte[] bytes, int length) {
    return preview.mismatch(offset, bytes, length);
  }

  @Override
  public boolean confirms(Path stored) {
    FaultPoint.reached(FaultPoint.Phase.PROVE);
    FileReport report =
        judge.one(
            info, new Artifact(file, file.sha256().orElseThrow(), () -> FileContent.open(stored)));
    boolean holds = Agreement.holds(promised, report);
    if (!holds) {
      LOG.warn(
          "{} of {}: judged whole it is {} {}, by parts {} {}",
          file.path(),
          info.id(),
          report.format(),
          report.verdict(),
          promised.format(),
          promised.verdict());
    }
    return holds;
  }
}
