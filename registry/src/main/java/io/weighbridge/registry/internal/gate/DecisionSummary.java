package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import java.time.Instant;

/** A line of a list of decisions. */
public record DecisionSummary(
    ModelId id,
    CommitId commit,
    String upstream,
    RevisionState state,
    String text,
    Instant time,
    long requests) {

  /** Which list. */
  public enum Kind {
    STOPPED,
    WAITING,
    WOULD_STOP,
    ADMITTED
  }
}
