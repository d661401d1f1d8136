package io.weighbridge.hub;

import java.util.Optional;

/**
 * A file of a revision, as the upstream lists it.
 *
 * @param size in bytes
 * @param oid git blob SHA-1 (of the LFS pointer when {@code sha256} is present), 40 hex digits
 * @param sha256 announced digest of a large (LFS) file, 64 lower-case hex digits
 * @param pointerSize size of the LFS pointer file, 0 for small files
 */
public record RepoFile(
    RepoPath path, long size, String oid, Optional<String> sha256, int pointerSize) {

  public boolean large() {
    return sha256.isPresent();
  }

  /** What clients take for the file's identity: sha256 of large files, blob oid of small ones. */
  public String etag() {
    return sha256.orElse(oid);
  }
}
