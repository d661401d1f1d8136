package io.weighbridge.sourcing;

import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Upstream;
import io.weighbridge.sourcing.internal.Assessment;
import java.time.Clock;
import java.util.List;

/**
 * Reconnaissance before the bytes: everything that the upstream tells about a model's origin, as
 * facts with their source, and what follows from them. Stateless.
 */
public final class SourceVetting {
  private SourceVetting() {}

  /**
   * Assesses a model with at most six requests to the upstream. An upstream that does not answer a
   * question leaves the fact unknown; it does not fail the assessment.
   */
  public static SourceReport assess(
      Upstream upstream, ModelInfo model, List<RepoFile> files, NameIndex names, Clock clock) {
    return new Assessment(upstream, model, files, names, clock.instant()).report();
  }
}
