package io.weighbridge.signing;

/**
 * A signature that does not hold. The {@link #reason()} is stable; the message says what was seen.
 */
public final class SignatureRefused extends SigningException {
  private static final long serialVersionUID = 1;

  private final Refusal reason;

  public SignatureRefused(Refusal reason, String detail) {
    super(reason.sentence() + ": " + detail);
    this.reason = reason;
  }

  /** With the cause's own words. */
  public SignatureRefused(Refusal reason, Throwable cause) {
    this(reason, String.valueOf(cause.getMessage()), cause);
  }

  public SignatureRefused(Refusal reason, String detail, Throwable cause) {
    super(reason.sentence() + ": " + detail, cause);
    this.reason = reason;
  }

  public Refusal reason() {
    return reason;
  }
}
