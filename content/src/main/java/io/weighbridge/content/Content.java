package io.weighbridge.content;

import io.weighbridge.content.internal.ContentStream;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Random-access bytes of an artifact, whatever holds them: memory, a file, an archive member, an
 * HTTP range, an object store. The size is fixed when it is opened.
 *
 * <p>Reads may block; they may be made from several threads when {@link #concurrent()} says so.
 *
 * @see FileContent
 * @see BytesContent
 */
public interface Content extends AutoCloseable {

  /** Size in bytes. */
  long size();

  /**
   * Fills {@code into} from {@code position} as far as the content reaches.
   *
   * @return bytes read: {@code min(into.remaining(), size() - position)}, so less than asked only
   *     at the end; 0 at or past the end
   * @throws ContentException when the bytes cannot be had
   */
  int read(long position, ByteBuffer into);

  /** A view of {@code length} bytes from {@code offset}; closing it closes nothing. */
  default Content slice(long offset, long length) {
    return new SliceContent(this, offset, length);
  }

  /** All bytes of a range, which must exist. */
  default byte[] bytes(long offset, int length) {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new ContentException("bytes " + offset + "+" + length + " of " + size());
    }
    byte[] bytes = new byte[length];
    int read = read(offset, ByteBuffer.wrap(bytes));
    if (read != length) {
      throw new ContentException("content ended at " + (offset + read) + " of " + size());
    }
    return bytes;
  }

  /** The bytes in order, for libraries that want a stream; closing it closes nothing. */
  default InputStream stream() {
    return new ContentStream(this);
  }

  /** Whether threads may read at the same time. */
  default boolean concurrent() {
    return true;
  }

  /**
   * Whether reads cost a round trip. Parsers then leave out what costs a read for each of many
   * inert members (comparing their local headers); the scan of the stored bytes makes up for it.
   */
  default boolean distant() {
    return false;
  }

  /**
   * Says which bytes will be read soon, so that holders over a network can fetch them in few
   * requests. Local holders ignore it.
   */
  default void prefetch(long offset, long length) {}

  @Override
  default void close() {}
}
