package io.weighbridge.content;

import java.util.List;

/**
 * A container of named members, opened over a content without unpacking it. Members keep the order
 * of the archive and are never joined by name: all of several with one name are there. Closing
 * releases what was opened for it, not the content beneath.
 */
public interface Archive extends AutoCloseable {

  List<? extends Member> members();

  /** Defects that the archive's own records show; opening members may show more. */
  List<Problem> problems();

  /**
   * The member's bytes. Stored bytes are a view; packed ones are unpacked as they are read, to
   * memory and beyond some size to a temporary file, drawing from the budget. Close it.
   *
   * @throws ContentException when they cannot be had: encrypted, unknown method, damaged
   */
  Content open(Member member, Budget budget);

  @Override
  default void close() {}
}
