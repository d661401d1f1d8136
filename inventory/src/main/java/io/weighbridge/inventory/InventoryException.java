package io.weighbridge.inventory;

/** A tree cannot be read; the message is for the user. */
public final class InventoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InventoryException(String message) {
    super(message);
  }

  public InventoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
