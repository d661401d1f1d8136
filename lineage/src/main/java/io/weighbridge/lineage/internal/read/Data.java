package io.weighbridge.lineage.internal.read;

import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.lineage.WeightData;
import java.nio.ByteBuffer;

/** Tensor bytes as they lie in a content. */
final class Data {
  private Data() {}

  /** Elements in order, from an offset on. */
  record Stored(Content content, long offset, long size) implements WeightData {
    @Override
    public void read(long position, ByteBuffer into) {
      check(this, position, into);
      fill(content, offset + position, into);
    }
  }

  /** Big-endian elements. */
  record Swapped(WeightData data, int element) implements WeightData {
    @Override
    public long size() {
      return data.size();
    }

    @Override
    public void read(long position, ByteBuffer into) {
      check(this, position, into);
      long start = position - position % element;
      long end = Math.ceilDiv(position + into.remaining(), element) * element;
      var whole = ByteBuffer.allocate(Math.toIntExact(end - start));
      data.read(start, whole);
      byte[] bytes = whole.array();
      for (int at = 0; at < bytes.length; at += element) {
        for (int low = at, high = at + element - 1; low < high; low++, high--) {
          byte kept = bytes[low];
          bytes[low] = bytes[high];
          bytes[high] = kept;
        }
      }
      into.put(bytes, (int) (position - start), into.remaining());
    }
  }

  static void check(WeightData data, long position, ByteBuffer into) {
    if (position < 0 || position > data.size() - into.remaining()) {
      throw new ContentException(
          "tensor bytes " + position + "+" + into.remaining() + " of " + data.size());
    }
  }

  static void fill(Content content, long position, ByteBuffer into) {
    int wanted = into.remaining();
    if (content.read(position, into) != wanted) {
      throw new ContentException("content ends before " + (position + wanted));
    }
  }
}
