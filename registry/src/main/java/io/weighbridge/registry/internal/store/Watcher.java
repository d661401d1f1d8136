package io.weighbridge.registry.internal.store;

import io.weighbridge.hub.HubException;
import java.nio.file.Path;

/** Hears how a file arrives, in order: on the thread that fetches it, unless said otherwise. */
public interface Watcher {

  /** Nobody follows, only the bytes are counted. */
  static Watcher counting(java.util.function.LongConsumer progress) {
    return new Watcher() {
      @Override
      public void arrived(long bytes) {
        progress.accept(bytes);
      }
    };
  }

  /**
   * Bytes came that do not count yet.
   *
   * @throws HubException when they must not be: the fetch ends
   */
  default void check(long offset, byte[] bytes, int length) {}

  /**
   * The file so far can be read there; {@code written} bytes of it count, and survive this process.
   * Comes on the thread that hashes.
   */
  default void grown(Path part, long written) {}

  /** So many more bytes are here, from an earlier run or from the upstream. */
  default void arrived(long bytes) {}

  /**
   * Bytes of which some are left from an earlier run do not have the announced digest. Whether they
   * may be forgotten and fetched again: not when somebody was given some of them.
   */
  default boolean mayRestart() {
    return true;
  }

  /** All bytes are there, as announced; next the file becomes a blob. */
  default void whole(Path part) {}
}
