package io.weighbridge.inventory.internal;

import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * A part of a string that a constant of another file fills: marked inside the string, so that
 * folding goes on around it.
 */
public final class Imported {
  private static final char OPEN = '\u0001';
  private static final char MIDDLE = '\u0002';
  private static final char CLOSE = '\u0003';

  private Imported() {}

  /** The mark for constant {@code name} of {@code module} (dotted, leading dots when relative). */
  public static String mark(String module, String name) {
    return OPEN + module + MIDDLE + name + CLOSE;
  }

  public static boolean in(String text) {
    return text.indexOf(OPEN) >= 0;
  }

  /** Fills every mark; empty when one cannot be filled ({@code constant} answers ""). */
  static Optional<String> fill(String text, BinaryOperator<String> constant) {
    var out = new StringBuilder();
    int at = 0;
    for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
      int middle = text.indexOf(MIDDLE, open);
      int close = text.indexOf(CLOSE, open);
      if (middle < 0 || close < middle) {
        return Optional.empty();
      }
      String value =
          constant.apply(text.substring(open + 1, middle), text.substring(middle + 1, close));
      if (value.isEmpty() || in(value)) {
        return Optional.empty();
      }
      out.append(text, at, open).append(value);
      at = close + 1;
    }
    return Optional.of(out.append(text.substring(at)).toString());
  }
}
