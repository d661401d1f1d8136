package io.weighbridge.scan;

import io.weighbridge.content.Content;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One file of a target, before it is opened.
 *
 * @param path relative to the target, {@code /}-separated
 * @param open opens the bytes; called at most once per scan, on the thread that judges the file;
 *     the scanner closes what it opened. May throw {@link io.weighbridge.content.ContentException},
 *     which becomes a finding
 * @param link where a symbolic link that is not to be followed points; empty for a file
 */
public record ScanFile(String path, Supplier<Content> open, Optional<String> link) {

  public ScanFile(String path, Supplier<Content> open) {
    this(path, open, Optional.empty());
  }

  /** A symbolic link that leaves the target, or leads nowhere: judged as what it is. */
  public static ScanFile link(String path, String target) {
    return new ScanFile(
        path, () -> new io.weighbridge.content.BytesContent(new byte[0]), Optional.of(target));
  }
}
