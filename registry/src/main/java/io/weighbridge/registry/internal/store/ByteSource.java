package io.weighbridge.registry.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes of a file on their way out. Confined to one thread. */
public interface ByteSource extends AutoCloseable {

  /**
   * Reads some bytes; may wait for them.
   *
   * @return how many, at least one unless {@code into} is full; -1 at the end
   * @throws IOException when they will never come: whoever is sent the file must see it cut
   */
  int read(ByteBuffer into, long position) throws IOException;

  @Override
  void close() throws IOException;

  /** Bytes that are all there. */
  static ByteSource of(FileChannel channel) {
    return new ByteSource() {
      @Override
      public int read(ByteBuffer into, long position) throws IOException {
        return channel.read(into, position);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
