package io.weighbridge.policy;

/**
 * A policy document, or evidence handed to it, is not acceptable; the message says where and why.
 */
public final class PolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PolicyException(String message) {
    super(message);
  }
}
