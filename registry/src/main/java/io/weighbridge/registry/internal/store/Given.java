package io.weighbridge.registry.internal.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Whether clients were given the beginning of a file that arrives, beyond the life of this process:
 * they come back for the rest, and must not get the rest of other bytes. A file beside the part
 * file says that the part holds all that was given; it becomes another one, which stays, when the
 * part is thrown away.
 *
 * @param part the part file
 */
record Given(Path part) {
  private static final String GIVEN = ".given";
  private static final String TORN = ".torn";

  private Path beside(String end) {
    return part.resolveSibling(
        String.valueOf(part.getFileName()).replaceFirst("\\.part$", "") + end);
  }

  /** Notes it; returns before any byte leaves. */
  void note() throws IOException {
    try {
      Files.createFile(beside(GIVEN));
    } catch (FileAlreadyExistsException e) {
      // by an earlier run, whose part was taken over
    }
  }

  /** Whether some of what the part holds was given away. */
  boolean noted() {
    return Files.exists(beside(GIVEN));
  }

  /** The part goes away, with whatever was given of it. */
  void lost() throws IOException {
    if (noted()) {
      Files.move(beside(GIVEN), beside(TORN), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** All that was given of the part is the beginning of the right file. */
  void proven() throws IOException {
    Files.deleteIfExists(beside(GIVEN));
  }

  /** Whether clients may hold a beginning that is none of this file. */
  boolean torn() {
    return Files.exists(beside(TORN));
  }

  /** Whether a file in the folder of part files is kept however old it is. */
  static boolean lasts(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(TORN) || name.endsWith(GIVEN);
  }
}
