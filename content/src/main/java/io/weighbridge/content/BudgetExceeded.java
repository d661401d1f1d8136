package io.weighbridge.content;

/** A bound was reached; the message names it. */
public final class BudgetExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BudgetExceeded(String message) {
    super(message, null, false, false);
  }
}
