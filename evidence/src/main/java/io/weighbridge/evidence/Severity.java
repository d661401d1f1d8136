package io.weighbridge.evidence;

/**
 * What a finding does to the verdict of the artifact that it is about. Ordered: later is worse.
 *
 * <p>There is no separate score: a rule that cannot say which of the three it means is not
 * finished.
 */
public enum Severity {
  /** Worth knowing; changes no verdict. */
  INFO,
  /** Cannot be shown safe. */
  SUSPICIOUS,
  /** Code execution, file or network effect, or sandbox escape at load time is shown. */
  MALICIOUS;

  /** Lower-case name, as written in reports. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public Severity worst(Severity other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
