package io.weighbridge.registry.internal.passport;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Decision;
import io.weighbridge.signing.FileDigest;
import io.weighbridge.signing.ModelTree;
import java.time.Instant;
import java.util.List;

/**
 * An admitted revision, as far as its passport speaks of it.
 *
 * @param revision its key in the database
 * @param commit the commit id that clients see
 * @param files the served ones, each with our own digest
 * @param decision with a person's waiver in it, where that is why it is admitted
 * @param validUntil when it has to be decided about anew
 */
public record Admission(
    long revision,
    ModelId model,
    CommitId commit,
    CommitId upstreamCommit,
    List<Served> files,
    Decision decision,
    Instant validUntil) {

  /** A served file and its judgement. */
  public record Served(String path, long size, String sha256, FileReport report) {}

  public Admission {
    files = List.copyOf(files);
  }

  /** The package URL of what clients see. */
  public String resource() {
    return "pkg:huggingface/" + model + "@" + commit.hex();
  }

  public ModelTree tree() {
    return new ModelTree(
        files.stream()
            .map(file -> new FileDigest(file.path(), file.size(), file.sha256()))
            .toList());
  }
}
