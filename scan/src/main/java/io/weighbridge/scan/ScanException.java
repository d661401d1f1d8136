package io.weighbridge.scan;

/** A target cannot be opened at all, or a configuration is wrong; the message is for a person. */
public final class ScanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ScanException(String message) {
    super(message);
  }

  public ScanException(String message, Throwable cause) {
    super(message, cause);
  }
}
