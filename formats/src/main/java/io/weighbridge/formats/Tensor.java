package io.weighbridge.formats;

import java.util.List;

/**
 * A tensor as a header describes it.
 *
 * @param dtype as the format names it, such as {@code F32} or {@code Q4_K}
 * @param shape outermost dimension first
 * @param offset of its first byte in the content
 * @param length in bytes; 0 when unknown or when the description is wrong
 */
public record Tensor(String name, String dtype, List<Long> shape, long offset, long length) {
  public Tensor {
    shape = List.copyOf(shape);
  }
}
