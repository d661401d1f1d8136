package io.weighbridge.registry.internal.gate;

import java.util.Locale;

/** Where a revision stands. */
public enum RevisionState {
  /** Being fetched and judged. */
  WEIGHING,
  ADMITTED,
  /** Files were left out: another commit id is served in its place. */
  FILTERED,
  /** Waits for a person. */
  REVIEW,
  REFUSED,
  /** Was served, and is no longer. */
  WITHDRAWN;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
