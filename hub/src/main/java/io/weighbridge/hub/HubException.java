package io.weighbridge.hub;

/** An upstream's refusal or failure, told apart by what the asker should hear. */
public final class HubException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    REPO_NOT_FOUND,
    REVISION_NOT_FOUND,
    ENTRY_NOT_FOUND,
    /** The upstream wants an entitlement that the token used does not have. */
    GATED,
    UNAUTHORIZED,
    /** The upstream is a gate too and refuses the model; the message is its reason. */
    REFUSED,
    /** No answer, a time-out, a 5xx, too many requests: may pass. */
    UNAVAILABLE,
    /** The upstream's answer breaks the contract or our rules (redirect, size, digest). */
    BAD_ANSWER
  }

  private final Kind kind;

  public HubException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public HubException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
