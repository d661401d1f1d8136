package io.weighbridge.cli.internal;

/** The command cannot do what was asked; the message is one line that says what to do. Exit 2. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CliException(String message) {
    super(message);
  }

  public CliException(String message, Throwable cause) {
    super(message, cause);
  }
}
