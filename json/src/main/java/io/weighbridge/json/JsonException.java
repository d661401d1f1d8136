package io.weighbridge.json;

/** The text is not acceptable JSON; the message says where and why. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JsonException(String message) {
    super(message);
  }
}
