package io.weighbridge.hub.internal;

import java.io.InputStream;

/**
 * Where the bytes of one remote file can be had, part by part. Confined to one thread at a time.
 */
interface Parts {
  /** For messages. */
  String name();

  /** In bytes, as announced. */
  long size();

  /** Whether the file is fetched in one request when it is small. */
  boolean whole();

  /**
   * Exactly the bytes from {@code first} to {@code last}, inclusive.
   *
   * @throws io.weighbridge.hub.HubException when there are none, or not those
   */
  Part open(long first, long last);

  /** A body that must be closed. */
  interface Part extends AutoCloseable {
    InputStream body();

    /** Ends the connection at once. */
    void abort();

    @Override
    void close();
  }
}
