package io.weighbridge.evidence;

import java.util.Collection;
import java.util.Locale;

/** The judgement of an artifact or a revision. Ordered: later is worse. */
public enum Verdict {
  /** Every byte that a loader would interpret was understood, and nothing in it acts. */
  SAFE,
  /** Cannot be shown safe: unknown callable, unreadable part, limit reached, unknown format. */
  SUSPICIOUS,
  /** An effect at load time is shown. */
  MALICIOUS;

  /** Lower-case name, as written in reports. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Verdict worst(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /**
   * The verdict that findings and coverage force: the worst finding's severity, and never {@link
   * #SAFE} unless coverage is {@link Coverage#FULL}.
   */
  public static Verdict of(Collection<Finding> findings, Coverage coverage) {
    Severity worst =
        findings.stream().map(Finding::severity).reduce(Severity.INFO, Severity::worst);
    return switch (worst) {
      case MALICIOUS -> MALICIOUS;
      case SUSPICIOUS -> SUSPICIOUS;
      case INFO -> coverage == Coverage.FULL ? SAFE : SUSPICIOUS;
    };
  }
}
