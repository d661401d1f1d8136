package io.weighbridge.registry.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a blob looked like on disk when its bytes were last hashed. Whatever writes to a file, moves
 * another into its place or turns it into a link changes one of these, and then the bytes are
 * hashed again before they are served.
 */
public interface Seals {

  /**
   * A file's looks.
   *
   * @param file its number on the file system
   * @param changed when its bytes or attributes last changed (ctime), nanoseconds since 1970
   */
  record Seal(long file, long size, long changed) {

    /** How a file looks now. Where the system tells no inode or ctime, its times and size count. */
    static Seal of(Path path) throws IOException {
      try {
        long file = number(path, "unix:ino");
        long size = number(path, "unix:size");
        if (Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
            instanceof FileTime changed) {
          return new Seal(file, size, changed.to(TimeUnit.NANOSECONDS));
        }
        throw new UnsupportedOperationException("no ctime");
      } catch (UnsupportedOperationException | IllegalArgumentException e) {
        return new Seal(
            0,
            Files.size(path),
            Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.NANOSECONDS));
      }
    }

    private static long number(Path path, String name) throws IOException {
      if (Files.getAttribute(path, name, LinkOption.NOFOLLOW_LINKS) instanceof Number number) {
        return number.longValue();
      }
      throw new UnsupportedOperationException("no " + name);
    }
  }

  Optional<Seal> find(String sha256);

  void put(String sha256, Seal seal);

  void remove(String sha256);
}
