package io.weighbridge.formats;

/**
 * A range of bytes, and what loaders do with it.
 *
 * @param offset first byte
 * @param length in bytes
 */
public record Span(Kind kind, long offset, long length) {
  /** What loaders do with bytes. */
  public enum Kind {
    /** They are interpreted: headers, directories, programs. Judged from exactly these bytes. */
    JUDGED,
    /** They become numbers of a tensor and nothing else. */
    INERT,
    /** Nobody knows; must be had before the file can be called understood. */
    UNKNOWN
  }

  public long end() {
    return offset + length;
  }
}
