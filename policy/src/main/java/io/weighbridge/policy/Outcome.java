package io.weighbridge.policy;

import java.util.Locale;

/** What a rule or a decision asks for. Ordered: later is worse, and the worst wins. */
public enum Outcome {
  ADMIT,
  /** Waits for a person. */
  REVIEW,
  BLOCK;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Outcome worst(Outcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
