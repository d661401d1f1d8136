package io.weighbridge.hub;

import java.nio.charset.StandardCharsets;

/**
 * The small file that git keeps in place of a large one (Git LFS specification v1): what the Hub
 * answers at {@code /raw/} for such a file, and whose oid it lists.
 *
 * @param sha256 of the large file, 64 lower-case hex digits
 * @param size of the large file in bytes
 */
public record LfsPointer(String sha256, long size) {

  public String text() {
    return "version https://git-lfs.github.com/spec/v1\noid sha256:"
        + sha256
        + "\nsize "
        + size
        + "\n";
  }

  /** The pointer's own size in bytes. */
  public int pointerSize() {
    return text().length();
  }

  /** The pointer's own git oid. */
  public String oid() {
    return GitOid.blob(text().getBytes(StandardCharsets.US_ASCII));
  }
}
