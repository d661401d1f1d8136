package io.weighbridge.registry.internal.gate;

import java.util.Locale;

/** Where a revision stands. */
public enum RevisionState {
  /** Being judged or, once it is offered, arriving: nothing about it is final. */
  WEIGHING,
  ADMITTED,
  /** Files were left out: another commit id is served in its place. */
  FILTERED,
  /** Waits for a person. */
  REVIEW,
  REFUSED,
  /** Was served, and is no longer. */
  WITHDRAWN;

  /** Whether clients get files of it. */
  public boolean served() {
    return this == ADMITTED || this == FILTERED;
  }

  static RevisionState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
