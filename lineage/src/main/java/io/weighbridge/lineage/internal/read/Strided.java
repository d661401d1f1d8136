package io.weighbridge.lineage.internal.read;

import io.weighbridge.content.Content;
import io.weighbridge.lineage.WeightData;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tensor whose elements do not follow each other: a transposed or expanded view of a storage, an
 * array in Fortran order. Elements are gathered through pages of the content, so a read touches
 * each page of its range about once.
 */
final class Strided implements WeightData {
  private static final int PAGE = 16 << 10;
  private static final int PAGES = 512;

  private final Content content;
  private final long offset;
  private final int element;
  private final long[] shape;
  private final long[] strides;
  private final long size;

  /** Strides are in elements, none negative; every element must be within the content. */
  Strided(Content content, long offset, int element, long[] shape, long[] strides) {
    this.content = content;
    this.offset = offset;
    this.element = element;
    this.shape = shape.clone();
    this.strides = strides.clone();
    long count = element;
    for (long dimension : shape) {
      count *= dimension;
    }
    this.size = count;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long position, ByteBuffer into) {
    Data.check(this, position, into);
    var pages = new Pages();
    long[] index = new long[shape.length];
    long rest = position / element;
    for (int d = shape.length - 1; d >= 0; d--) {
      index[d] = rest % shape[d];
      rest /= shape[d];
    }
    int within = (int) (position % element);
    while (into.hasRemaining()) {
      long at = offset;
      for (int d = 0; d < shape.length; d++) {
        at += index[d] * strides[d] * element;
      }
      for (; within < element && into.hasRemaining(); within++) {
        into.put(pages.at(at + within));
      }
      within = 0;
      for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
        index[d] = 0;
      }
    }
  }

  /** A direct-mapped cache; one for each read, so that readers share nothing. */
  private final class Pages {
    private final byte[][] pages = new byte[PAGES][];
    private final long[] numbers = new long[PAGES];

    Pages() {
      Arrays.fill(numbers, -1);
    }

    byte at(long position) {
      long number = position / PAGE;
      int slot = (int) (number % PAGES);
      if (numbers[slot] != number) {
        byte[] page = pages[slot] == null ? new byte[PAGE] : pages[slot];
        content.read(number * PAGE, ByteBuffer.wrap(page));
        pages[slot] = page;
        numbers[slot] = number;
      }
      return pages[slot][(int) (position % PAGE)];
    }
  }
}
