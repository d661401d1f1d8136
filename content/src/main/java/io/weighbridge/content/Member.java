package io.weighbridge.content;

/** A member of an archive. Names are as written, so hostile; nothing is ever extracted by them. */
public interface Member {
  /** What an extractor would create. */
  enum Kind {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    HARD_LINK,
    /** Character or block device, FIFO, socket. */
    DEVICE,
    /** Of a type that this reader does not know. */
    OTHER
  }

  String name();

  Kind kind();

  /** Unpacked size in bytes, as announced. */
  long size();

  /** Target of a link as far as the archive's records tell it; otherwise empty. */
  default String linkTarget() {
    return "";
  }

  /** Where its record begins in the archive. */
  long headerOffset();
}
