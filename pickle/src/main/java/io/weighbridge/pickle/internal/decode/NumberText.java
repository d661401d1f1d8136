package io.weighbridge.pickle.internal.decode;

import java.math.BigInteger;

/** Numbers as protocol 0 writes them: Python's {@code int(text, 0)} and {@code float(text)}. */
final class NumberText {
  /** CPython refuses longer decimal texts (sys.int_info.default_max_str_digits). */
  private static final int MOST_DIGITS = 4300;

  private NumberText() {}

  static BigInteger integer(String text, long offset) {
    String digits = stripped(text).replace("_", "");
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    int radix = 10;
    if (digits.length() > 2 && digits.charAt(0) == '0') {
      radix =
          switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
          };
      digits = radix == 10 ? digits : digits.substring(2);
    }
    if (digits.length() > MOST_DIGITS || digits.startsWith("-") || digits.startsWith("+")) {
      throw new MalformedStream("not an integer", offset);
    }
    try {
      BigInteger value = new BigInteger(digits, radix);
      return negative ? value.negate() : value;
    } catch (NumberFormatException e) {
      throw new MalformedStream("not an integer", offset);
    }
  }

  /** Without the white space that Python's bytes know; strings know more. */
  private static String stripped(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  /** Whether a line that begins so is a number if it goes on well. */
  static boolean mayBecomeNumber(String beginning) {
    int nul = beginning.indexOf('\0');
    for (int i = 0; i < (nul < 0 ? beginning.length() : nul); i++) {
      char c = beginning.charAt(i);
      if (!isSpace(c) && Character.digit(c, 16) < 0 && "+-._xXoO".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  static double real(String text, long offset) {
    if (isPlain(text)) {
      return parsed(text, offset);
    }
    String lower = stripped(text).toLowerCase(java.util.Locale.ROOT);
    String magnitude = lower.startsWith("-") || lower.startsWith("+") ? lower.substring(1) : lower;
    double value =
        switch (magnitude) {
          case "inf", "infinity" -> Double.POSITIVE_INFINITY;
          case "nan" -> Double.NaN;
          default -> digits(magnitude, offset);
        };
    return lower.startsWith("-") ? -value : value;
  }

  /** Only Python's alphabet: Java would take type suffixes and hexadecimal floats too. */
  private static double digits(String text, long offset) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789.e+-_".indexOf(text.charAt(i)) < 0) {
        throw new MalformedStream("not a number", offset);
      }
    }
    return parsed(text.replace("_", ""), offset);
  }

  /** Whether the text is as Python's {@code repr} writes finite numbers, so that Java reads it. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.' && c != '-' && c != 'e' && c != '+') {
        return false;
      }
    }
    return true;
  }

  private static double parsed(String text, long offset) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new MalformedStream("not a number", offset);
    }
  }
}
