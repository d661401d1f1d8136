package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.Verdict;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.policy.Decision;
import java.util.List;
import java.util.Optional;

/**
 * An admitted revision as it is served.
 *
 * @param id canonical case
 * @param commit the commit id that clients see; differs from the upstream's when files were left
 *     out
 * @param files sorted by path
 */
public record ServedRevision(
    ModelId id,
    CommitId commit,
    CommitId upstreamCommit,
    String upstream,
    ModelInfo info,
    List<ServedFile> files,
    Verdict verdict,
    Decision decision) {

  public ServedRevision {
    files = List.copyOf(files);
  }

  public boolean filtered() {
    return !commit.equals(upstreamCommit);
  }

  public Optional<ServedFile> file(String path) {
    return files.stream().filter(file -> file.file().path().text().equals(path)).findFirst();
  }
}
