package io.weighbridge.registry.internal.store;

import io.weighbridge.registry.internal.store.Seals.Seal;
import io.weighbridge.signing.ModelHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices bytes that changed behind the gate. A blob whose looks moved is hashed again before it is
 * served; one that is not what its name says is put aside, so that it is fetched anew, and kept for
 * whoever wants to know what happened. Thread-safe.
 */
final class BlobGuard {
  private static final Logger LOG = LoggerFactory.getLogger(BlobGuard.class);

  private final Seals seals;
  private final Path aside;

  BlobGuard(Seals seals, Path aside) {
    this.seals = seals;
    this.aside = aside;
  }

  /** Remembers a blob whose bytes were hashed just now. */
  void seal(String sha256, Path blob) throws IOException {
    seals.put(sha256, Seal.of(blob));
  }

  /**
   * Whether a blob is what its name says, as far as its looks tell; its bytes where those moved.
   *
   * @return false when it is not there, or was put aside
   */
  boolean sound(String sha256, Path blob) throws IOException {
    Optional<Seal> now = looks(sha256, blob);
    return now.isPresent() && (seals.find(sha256).equals(now) || hashed(sha256, blob, now.get()));
  }

  /** Whether a blob is what its name says, by its bytes. */
  boolean hashed(String sha256, Path blob) throws IOException {
    Optional<Seal> now = looks(sha256, blob);
    return now.isPresent() && hashed(sha256, blob, now.get());
  }

  private Optional<Seal> looks(String sha256, Path blob) throws IOException {
    if (Files.isRegularFile(blob, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(Seal.of(blob));
    }
    if (Files.exists(blob, LinkOption.NOFOLLOW_LINKS)) {
      putAside(sha256, "no-plain-file", blob);
    }
    return Optional.empty();
  }

  /** One at a time per guard: a large blob that many ask for is not hashed by each of them. */
  private synchronized boolean hashed(String sha256, Path blob, Seal before) throws IOException {
    String found = ModelHasher.sha256(blob);
    if (found.equals(sha256) && Seal.of(blob).equals(before)) {
      seals.put(sha256, before);
      return true;
    }
    putAside(sha256, found, blob);
    return false;
  }

  private void putAside(String sha256, String found, Path blob) throws IOException {
    Files.createDirectories(aside);
    Path kept = aside.resolve(sha256 + "-" + found.substring(0, Math.min(12, found.length())));
    Files.move(blob, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    seals.remove(sha256);
    LOG.error(
        "the stored bytes {} were changed behind the gate (they are {} now); kept as {}, and fetched"
            + " anew when somebody asks for them",
        sha256,
        found,
        kept);
  }
}
