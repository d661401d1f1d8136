package io.weighbridge.lineage;

import io.weighbridge.content.Content;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A file of a model, opened when it is needed.
 *
 * @param path {@code /}-separated, relative to the model: hostile
 * @param size in bytes; -1 when it is not known before opening
 * @param sha256 as its source announces it, 64 lower-case hex digits; empty when it does not
 * @param open opens the bytes, or throws {@link io.weighbridge.content.ContentException}
 */
public record WeightFile(String path, long size, Optional<String> sha256, Supplier<Content> open) {

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path up to its last slash, included; empty at the top. */
  public String folder() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
