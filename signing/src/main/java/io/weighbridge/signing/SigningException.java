package io.weighbridge.signing;

/** A key, certificate, bundle or tree that cannot be used; the message says what to do. */
public class SigningException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SigningException(String message) {
    super(message);
  }

  public SigningException(String message, Throwable cause) {
    super(message, cause);
  }
}
