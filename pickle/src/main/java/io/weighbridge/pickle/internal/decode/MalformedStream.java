package io.weighbridge.pickle.internal.decode;

/**
 * The stream breaks here: an unpickler would raise. Caught where streams are read, never beyond.
 */
public final class MalformedStream extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final boolean truncated;

  public MalformedStream(String message, long offset) {
    this(message, offset, false);
  }

  public MalformedStream(String message, long offset, boolean truncated) {
    super(message, null, false, false);
    this.offset = offset;
    this.truncated = truncated;
  }

  /** Where the opcode starts that breaks it. */
  public long offset() {
    return offset;
  }

  /** Whether the bytes ended too early. */
  public boolean truncated() {
    return truncated;
  }
}
