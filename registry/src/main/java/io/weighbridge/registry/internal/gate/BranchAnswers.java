package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.gate.Resolver.Resolved;
import java.time.Duration;
import java.util.Optional;

/**
 * What an asker for a branch is told: the newest commit's answer, or the last admitted commit with
 * a warning while the newest is refused, waits, or cannot be learned.
 */
final class BranchAnswers {
  private final GateParts parts;
  private final Answering answering;

  BranchAnswers(GateParts parts, Answering answering) {
    this.parts = parts;
    this.answering = answering;
  }

  /** A branch remembers what was served for it, and falls back on that. */
  Answer branched(Rows.Model model, Optional<Rows.Branch> named, Answer direct, Asker asker) {
    if (named.isEmpty()) {
      return direct;
    }
    Rows.Branch branch = named.get();
    if (direct instanceof Answer.Served served) {
      CommitId commit = served.revision().upstreamCommit();
      if (!branch.lastAdmitted().equals(Optional.of(commit)) && onRecord(model, commit)) {
        parts.records().branches().admitted(model.key(), branch.name(), commit);
      }
      return direct;
    }
    return fallBack(model, branch, direct, asker);
  }

  /** What is served while it arrives may yet turn out to be another thing. */
  private boolean onRecord(Rows.Model model, CommitId commit) {
    return parts
        .shelf()
        .find(model, commit)
        .filter(revision -> RevisionState.of(revision.state()).served())
        .isPresent();
  }

  private Answer fallBack(Rows.Model model, Rows.Branch branch, Answer direct, Asker asker) {
    Optional<Rows.Revision> last =
        branch
            .lastAdmitted()
            .filter(commit -> !commit.equals(branch.commit()))
            .flatMap(commit -> parts.shelf().find(model, commit));
    if (last.isEmpty() || parts.strict()) {
      return direct;
    }
    if (direct instanceof Answer.Refused refused && withdrawn(model, branch.commit())) {
      return refused;
    }
    var older = new Resolved.Known(model, last.get(), true, Optional.empty());
    return switch (answering.known(older, asker, Duration.ZERO)) {
      case Answer.Served served ->
          new Answer.Served(
              served.revision(),
              Optional.of(Texts.olderCommit(branch.commit(), why(direct))),
              true);
      case Answer.Refused gone when direct instanceof Answer.Refused refused ->
          new Answer.Refused(
              refused.text(),
              refused.servedBefore() || gone.servedBefore(),
              refused.waiting(),
              refused.commit());
      default -> direct;
    };
  }

  private boolean withdrawn(Rows.Model model, CommitId commit) {
    return parts
        .shelf()
        .find(model, commit)
        .filter(revision -> RevisionState.of(revision.state()) == RevisionState.WITHDRAWN)
        .isPresent();
  }

  private static String why(Answer answer) {
    return switch (answer) {
      case Answer.Refused refused -> refused.text();
      case Answer.Weighing weighing -> weighing.text();
      case Answer.NotFound missing -> missing.text();
      case Answer.Unavailable unavailable -> unavailable.text();
      case Answer.Limited limited -> limited.text();
      case Answer.Served served -> served.warning().orElse("");
    };
  }

  /** The upstream does not say what the branch is now: its last known commit, or the one served. */
  Answer unsure(
      Rows.Model model, Rows.Branch branch, Answer trouble, Asker asker, Duration patience) {
    Optional<Rows.Revision> newest = parts.shelf().find(model, branch.commit());
    boolean gone = trouble instanceof Answer.NotFound;
    if (newest.isPresent() && !(gone && parts.strict())) {
      Answer direct =
          answering.known(
              new Resolved.Known(model, newest.get(), false, Optional.of(branch)), asker, patience);
      Answer answer = branched(model, Optional.of(branch), direct, asker);
      return gone && answer instanceof Answer.Served served
          ? new Answer.Served(
              served.revision(),
              Optional.of(Texts.goneUpstream(model.id(), why(trouble))),
              served.older())
          : answer;
    }
    return fallBack(model, branch, trouble, asker);
  }
}
