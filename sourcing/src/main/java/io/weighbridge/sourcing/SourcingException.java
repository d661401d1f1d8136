package io.weighbridge.sourcing;

/** A table or list that sourcing was given is not usable; the message says which and why. */
public final class SourcingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SourcingException(String message) {
    super(message);
  }
}
