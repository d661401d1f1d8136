package io.weighbridge.formats;

import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import java.util.List;

/**
 * One format's structure, read from a content without copying its data. Immutable, except that
 * opening {@linkplain #parts() parts} reads. Closing releases temporary files of archives, never
 * the content beneath.
 *
 * <p>A view reports what the bytes say; what that means for the verdict is decided by rules.
 */
public interface View extends AutoCloseable {

  Format format();

  Content content();

  /** Structural defects; each rule is in this module's or the content module's table. */
  List<Problem> problems();

  /** Contents within this one that a loader interprets, or that have to be looked at. */
  default List<Part> parts() {
    return List.of();
  }

  /** Which bytes loaders interpret; the whole file unless the format has inert ranges. */
  default Spans spans() {
    return Spans.judged(content().size());
  }

  @Override
  default void close() {}
}
