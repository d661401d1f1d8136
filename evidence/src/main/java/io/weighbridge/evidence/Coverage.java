package io.weighbridge.evidence;

import java.util.Locale;

/** How much of an artifact, of what a loader would interpret, was understood. Later is worse. */
public enum Coverage {
  FULL,
  PARTIAL,
  NONE;

  /** Lower-case name, as written in reports. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Coverage worst(Coverage other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
