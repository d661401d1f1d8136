package io.weighbridge.content;

/** The bytes cannot be had, or are not what the container says; the message is for a person. */
public class ContentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ContentException(String message) {
    super(message);
  }

  public ContentException(String message, Throwable cause) {
    super(message, cause);
  }
}
