package io.weighbridge.lineage;

import java.nio.ByteBuffer;

/**
 * The bytes of one tensor: its elements outermost dimension first, little-endian, whatever order
 * the file has. Nothing is kept: each read goes to the content beneath. Thread-safe where that
 * content is.
 */
public interface WeightData {
  /** Size in bytes. */
  long size();

  /**
   * Fills {@code into} from that byte on; the range must exist.
   *
   * @throws io.weighbridge.content.ContentException when the bytes cannot be had
   */
  void read(long position, ByteBuffer into);
}
