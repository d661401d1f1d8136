package io.weighbridge.registry.internal.http;

/** The request itself is at fault; the text is shown to whoever sent it. */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public BadRequest(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
