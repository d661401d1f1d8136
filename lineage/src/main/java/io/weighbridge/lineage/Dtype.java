package io.weighbridge.lineage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the bytes of a tensor are. Names are those of safetensors (README, "Format"), and of ggml
 * (ggml/src/ggml.c, {@code type_traits}) for types that share a scale among the elements of a
 * block.
 */
public enum Dtype {
  F64(1, 8),
  F32(1, 4),
  F16(1, 2),
  BF16(1, 2),
  F8_E4M3(1, 1),
  F8_E5M2(1, 1),
  I64(1, 8),
  I32(1, 4),
  I16(1, 2),
  I8(1, 1),
  U64(1, 8),
  U32(1, 4),
  U16(1, 2),
  U8(1, 1),
  BOOL(1, 1),
  C64(1, 8),
  Q4_0(32, 18),
  Q4_1(32, 20),
  Q5_0(32, 22),
  Q5_1(32, 24),
  Q8_0(32, 34),
  Q2_K(256, 84),
  Q3_K(256, 110),
  Q4_K(256, 144),
  Q5_K(256, 176),
  Q6_K(256, 210),
  /** Known by its size only: bytes can be compared, values cannot. */
  OPAQUE(1, 1);

  private static final Map<String, Dtype> BY_NAME = new HashMap<>();

  static {
    for (Dtype dtype : values()) {
      if (dtype != OPAQUE) {
        BY_NAME.put(dtype.name(), dtype);
      }
    }
  }

  private final int blockElements;
  private final int blockBytes;

  Dtype(int blockElements, int blockBytes) {
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /** By the name that safetensors or ggml gives it. */
  public static Optional<Dtype> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Elements that are stored together; 1 unless the type is quantised in blocks. */
  public int blockElements() {
    return blockElements;
  }

  /** Bytes of one block; of one element unless the type is quantised in blocks. */
  public int blockBytes() {
    return blockBytes;
  }

  /** Whether elements share scales, so that a value cannot be had without its block. */
  public boolean blocked() {
    return blockElements > 1;
  }

  /** Floating point, or quantised from such: what training moves. */
  public boolean real() {
    return switch (this) {
      case F64, F32, F16, BF16, F8_E4M3, F8_E5M2 -> true;
      default -> blocked();
    };
  }

  /** Sixteen bits or fewer for each number, so that storing a wider number rounds it. */
  public boolean narrow() {
    return switch (this) {
      case F16, BF16, F8_E4M3, F8_E5M2 -> true;
      default -> false;
    };
  }

  /** Bytes of that many elements, a whole number of blocks; -1 when they are not, or too many. */
  public long bytes(long elements) {
    if (elements < 0
        || elements % blockElements != 0
        || elements / blockElements > Long.MAX_VALUE / blockBytes) {
      return -1;
    }
    return elements / blockElements * blockBytes;
  }
}
