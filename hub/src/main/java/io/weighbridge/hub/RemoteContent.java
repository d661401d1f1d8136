package io.weighbridge.hub;

import io.weighbridge.content.Content;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Content that is fetched in parts as it is read, and says what that cost. Every byte is fetched
 * once and kept until closing, so that whoever reads it twice reads the same, and all parts are
 * bound to one version of the file.
 *
 * <p>A read that fails throws {@link io.weighbridge.content.ContentException}, as every content
 * does; {@link #failure()} then tells an upstream that failed (ask again) from bytes that are bad
 * (never ask again). Thread-safe.
 */
public interface RemoteContent extends Content {

  /** Bytes that came over the network so far. */
  long bytesFetched();

  /** Requests made so far, redirects not counted. */
  int requests();

  /** What the upstream did wrong in the last read that failed. */
  Optional<HubException> failure();

  /** Whether all bytes of a range were fetched already. */
  boolean has(long offset, long length);

  /**
   * Holds bytes that arrived in another way against those that were fetched here.
   *
   * @param offset in the file, of {@code bytes[from]}
   * @param from index of the first byte to compare
   * @param length how many to compare; what was not fetched is passed over
   * @return offset in the file of the first byte that differs
   */
  OptionalLong mismatch(long offset, byte[] bytes, int from, int length);

  /** Hands out everything that was fetched, in the order of the file, in pieces. */
  void eachFetched(Piece consumer);

  /** Takes a piece of what was fetched. */
  @FunctionalInterface
  interface Piece {
    /**
     * Takes a piece.
     *
     * @param offset in the file
     * @param bytes not to be changed
     */
    void take(long offset, byte[] bytes);
  }
}
