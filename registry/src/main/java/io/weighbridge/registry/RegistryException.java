package io.weighbridge.registry;

/**
 * Something outside the program is not as it must be: configuration, data folder, database, disk.
 * The message is one line that says what to do.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RegistryException(String message) {
    super(message);
  }

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
