package io.weighbridge.lineage.internal.compare;

import io.weighbridge.lineage.Dtype;
import io.weighbridge.lineage.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A piece of one tensor: its bytes, and its elements as floats. Reused; confined to a thread. */
final class Tile {
  /** Elements: a multiple of every block. Bytes and floats of two tensors stay in the L2 cache. */
  static final int ELEMENTS = 1 << 16;

  private final Weight weight;
  final ByteBuffer bytes;
  final float[] floats = new float[ELEMENTS];

  Tile(Weight weight) {
    this.weight = weight;
    this.bytes =
        ByteBuffer.allocateDirect(
                Math.max(8, weight.dtype().blockBytes())
                    * ELEMENTS
                    / weight.dtype().blockElements())
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether elements of that type can be had as floats. */
  static boolean reads(Dtype dtype) {
    return switch (dtype) {
      case F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL, Q8_0 -> true;
      default -> false;
    };
  }

  /** Reads {@code count} elements from {@code first} on; both multiples of the block. */
  void read(long first, int count) {
    bytes.clear().limit((int) weight.dtype().bytes(count));
    weight.data().read(weight.dtype().bytes(first), bytes);
    bytes.flip();
  }

  void decode(int count) {
    switch (weight.dtype()) {
      case F32 -> bytes.asFloatBuffer().get(floats, 0, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          floats[i] = Float.float16ToFloat(bytes.getShort(2 * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          floats[i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
        }
      }
      case Q8_0 -> {
        for (int i = 0; i < count; i++) {
          int block = i / 32 * 34;
          floats[i] = bytes.get(block + 2 + i % 32) * Float.float16ToFloat(bytes.getShort(block));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          floats[i] = one(i);
        }
      }
    }
  }

  private float one(int i) {
    return switch (weight.dtype()) {
      case F64 -> (float) bytes.getDouble(8 * i);
      case I64 -> bytes.getLong(8 * i);
      case I32 -> bytes.getInt(4 * i);
      case I16 -> bytes.getShort(2 * i);
      case I8 -> bytes.get(i);
      case U8, BOOL -> bytes.get(i) & 0xFF;
      default -> throw new IllegalStateException("no floats of " + weight.dtype());
    };
  }
}
