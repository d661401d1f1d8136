package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the gate says to an asker. Texts are one ASCII line of at most 500 characters. */
public sealed interface Answer {

  /**
   * Pull it.
   *
   * @param warning shown as X-HF-Warning: an older commit is served than the branch has, pickle
   *     although safe, files left out
   * @param older whether the name asked for has a newer commit, of which clients may hold
   *     beginnings
   */
  record Served(ServedRevision revision, Optional<String> warning, boolean older)
      implements Answer {
    public Served(ServedRevision revision, Optional<String> warning) {
      this(revision, warning, false);
    }
  }

  /**
   * Being weighed: metadata may be answered from what the upstream says, bytes may not.
   *
   * @param remaining estimated time left, at least one second
   */
  record Weighing(ModelInfo info, List<RepoFile> files, String text, Duration remaining)
      implements Answer {}

  /**
   * Refused, or waits for a person.
   *
   * @param servedBefore whether these bytes were ever served from here: then only RevisionNotFound
   *     reaches clients with a warm cache (specs: warm caches)
   * @param commit the commit meant, when one was resolved
   */
  record Refused(String text, boolean servedBefore, boolean waiting, Optional<CommitId> commit)
      implements Answer {}

  /** The upstream, or our rule about refs, knows no such thing. */
  record NotFound(Missing what, String text) implements Answer {}

  /** What is missing. */
  enum Missing {
    REPOSITORY,
    REVISION
  }

  /** The upstream does not answer, or answers nonsense; nothing admitted could be served. */
  record Unavailable(String text) implements Answer {}

  /** A limit of the asker or of the gate is reached. */
  record Limited(String text, Duration retryAfter) implements Answer {}
}
