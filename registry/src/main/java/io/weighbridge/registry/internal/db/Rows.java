package io.weighbridge.registry.internal.db;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the tables hold, as values. */
public final class Rows {
  private Rows() {}

  /**
   * A model.
   *
   * @param id canonical case
   * @param pinned whether something of it was admitted: its upstream stays what it is
   * @param gated as the upstream said last, about whichever commit: {@code false}, {@code auto} or
   *     {@code manual}
   * @param isPrivate as the upstream said last
   */
  public record Model(
      long key, ModelId id, String upstream, boolean pinned, String gated, boolean isPrivate) {

    /** Whether it opens only for those whom the upstream lets in. */
    public boolean closed() {
      return isPrivate || !gated.equals("false");
    }
  }

  /**
   * A revision.
   *
   * @param state lower-case name of the gate's state
   * @param servedCommit what clients see in its place, where files were left out
   * @param served whether it was ever offered to an asker
   */
  public record Revision(
      long key,
      long model,
      CommitId commit,
      String state,
      Optional<CommitId> servedCommit,
      String text,
      ModelInfo info,
      Optional<Decision> decision,
      boolean wouldStop,
      boolean served,
      long requests,
      Instant time) {}

  /**
   * What a vetting found, to be stored in one go.
   *
   * @param state lower-case name of the gate's state
   * @param passport of what is admitted
   */
  public record Conclusion(
      String state,
      String text,
      Optional<CommitId> servedCommit,
      Decision decision,
      boolean wouldStop,
      Json evidence,
      List<File> files,
      Optional<Signed> passport) {}

  /**
   * A passport to be stored with what it is about.
   *
   * @param identity of the served tree
   * @param resource package URL
   * @param document its JSON
   */
  public record Signed(String identity, String resource, String document, Instant issued) {}

  /**
   * A file of a revision.
   *
   * @param blob our sha256
   */
  public record File(RepoFile file, String blob, boolean leftOut, FileReport report) {}

  /** A revision in a list. */
  public record Line(
      ModelId id,
      String upstream,
      CommitId commit,
      String state,
      String text,
      Instant time,
      long requests) {}

  /**
   * A person's word about a revision.
   *
   * @param concerns rules and files that the person knew of, as {@code rule file}
   * @param until last day of a waiver
   */
  public record Settled(
      Kind kind,
      String person,
      String reason,
      Set<String> concerns,
      Optional<LocalDate> until,
      Instant time) {
    /** What a person can say. */
    public enum Kind {
      APPROVE,
      WAIVE,
      REFUSE
    }
  }

  /**
   * A branch, tag or other name, as the upstream last resolved it.
   *
   * @param lastAdmitted the upstream's commit that was last served for it
   */
  public record Branch(
      String name, CommitId commit, Optional<CommitId> lastAdmitted, Instant checkedAt) {}

  /** Whether an upstream lets a person read a gated model, and when it said so. */
  public record Entitlement(boolean granted, Instant checkedAt) {}
}
