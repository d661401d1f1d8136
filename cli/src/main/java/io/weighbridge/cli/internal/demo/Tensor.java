package io.weighbridge.cli.internal.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A named float tensor, row by row. */
record Tensor(String name, List<Integer> shape, float[] values) {
  Tensor {
    shape = List.copyOf(shape);
  }

  /** The values as little-endian IEEE 754 singles, as both file formats store them. */
  byte[] bytes() {
    var buffer = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }
}
