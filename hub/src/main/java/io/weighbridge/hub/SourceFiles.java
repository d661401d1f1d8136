package io.weighbridge.hub;

import io.weighbridge.content.Content;
import java.util.List;
import java.util.function.Supplier;

/**
 * What an address holds.
 *
 * @param name the address, pinned to what was found where that is possible (commit, digest)
 * @param files in the order of their paths
 * @param notes what a reader of the report should know of how it was read, one sentence each
 * @param release lets go of connections
 */
public record SourceFiles(String name, List<File> files, List<String> notes, Runnable release)
    implements AutoCloseable {

  /**
   * One file.
   *
   * @param path {@code /}-separated, as the source tells it: hostile, and for reports only
   * @param size in bytes, as the source tells it; -1 where it does not
   * @param open opens the bytes, or throws {@link io.weighbridge.content.ContentException}; the
   *     caller closes them
   */
  public record File(String path, long size, Supplier<Content> open) {}

  public SourceFiles {
    files = List.copyOf(files);
    notes = List.copyOf(notes);
  }

  @Override
  public void close() {
    release.run();
  }
}
