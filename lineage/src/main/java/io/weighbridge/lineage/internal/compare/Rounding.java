package io.weighbridge.lineage.internal.compare;

import io.weighbridge.lineage.Dtype;

/**
 * What storing the candidate did to its numbers, replayed on the reference. Seen from the
 * candidate's numbers alone, so that an edit does not hide it.
 */
enum Rounding {
  NONE(""),
  BF16("bf16"),
  F16("f16"),
  Q8_0("q8_0"),
  /** Each row on 255 levels of its largest magnitude. */
  INT8("int8");

  /** A quotient this near to half a step may have been rounded either way. */
  private static final float TIE = 0.502f;

  private final String text;

  Rounding(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** From a piece of the candidate; rows are whole. */
  static Rounding of(Dtype candidate, Dtype reference, float[] values, int count, int columns) {
    if (candidate == reference && candidate != Dtype.F32) {
      return NONE;
    }
    switch (candidate) {
      case BF16 -> {
        return BF16;
      }
      case F16 -> {
        return F16;
      }
      case Q8_0 -> {
        return Q8_0;
      }
      default -> {}
    }
    if (candidate != Dtype.F32) {
      return NONE;
    }
    boolean bf16 = true;
    boolean f16 = true;
    for (int i = 0; i < count; i++) {
      bf16 &= (Float.floatToRawIntBits(values[i]) & 0xFFFF) == 0;
      f16 &= Float.float16ToFloat(Float.floatToFloat16(values[i])) == values[i];
    }
    boolean grid = columns >= 64 && count >= columns;
    for (int row = 0; grid && row + columns <= count; row += columns) {
      float step = largest(values, row, columns) / 127;
      for (int i = row; grid && step > 0 && i < row + columns; i++) {
        float code = values[i] / step;
        grid = Math.abs(code - Math.rint(code)) < 0.002;
      }
    }
    return bf16 ? BF16 : f16 ? F16 : grid ? INT8 : NONE;
  }

  /** Rounds the reference in place; what the rounding explains becomes equal to the candidate. */
  void replay(float[] candidate, float[] reference, int count, int columns) {
    switch (this) {
      case NONE -> {}
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          int bits = Float.floatToRawIntBits(reference[i]);
          reference[i] = Float.intBitsToFloat((bits + 0x7FFF + ((bits >>> 16) & 1)) & 0xFFFF0000);
        }
      }
      case F16 -> {
        for (int i = 0; i < count; i++) {
          reference[i] = Float.float16ToFloat(Float.floatToFloat16(reference[i]));
        }
      }
      case Q8_0 -> {
        for (int block = 0; block < count; block += 32) {
          steps(candidate, reference, block, Math.min(32, count - block), 0.002f);
        }
      }
      case INT8 -> {
        for (int row = 0; row + columns <= count; row += columns) {
          steps(candidate, reference, row, columns, 0.0005f);
        }
      }
    }
  }

  /** One group that shares a step; the step of the candidate may differ by its own rounding. */
  private static void steps(float[] candidate, float[] reference, int from, int length, float off) {
    float step = largest(reference, from, length) / 127;
    float found = largest(candidate, from, length) / 127;
    boolean same = Math.abs(step - found) <= off * step;
    for (int i = from; i < from + length; i++) {
      float exact = step == 0 ? 0 : reference[i] / step;
      double code = found == 0 ? 0 : Math.rint(candidate[i] / found);
      boolean explained = same && Math.abs(exact - code) <= TIE;
      reference[i] = explained ? candidate[i] : (float) (Math.rint(exact) * step);
    }
  }

  private static float largest(float[] values, int from, int length) {
    float largest = 0;
    for (int i = from; i < from + length; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }
}
