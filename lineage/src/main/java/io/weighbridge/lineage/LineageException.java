package io.weighbridge.lineage;

/** The weights cannot be read, compared or converted; the message says why and where. */
public final class LineageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LineageException(String message) {
    super(message);
  }

  public LineageException(String message, Throwable cause) {
    super(message, cause);
  }
}
