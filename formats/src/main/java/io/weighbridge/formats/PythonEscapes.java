package io.weighbridge.formats;

/**
 * Python's {@code unicode-escape}, which Python and Jinja apply to string literals: without it
 * {@code "\x5f\x5fclass\x5f\x5f"} would not be seen for what it is. An escape that Python refuses
 * is dropped or becomes U+FFFD.
 */
public final class PythonEscapes {
  private PythonEscapes() {}

  /** The text that the raw inside of a string literal stands for. */
  public static String decode(String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    var out = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i);
      if (c != '\\' || i + 1 == raw.length()) {
        out.append(c);
        i++;
        continue;
      }
      char next = raw.charAt(i + 1);
      i += 2;
      switch (next) {
        case '\n' -> {}
        case 'a' -> out.append('\u0007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'v' -> out.append('\u000b');
        case 'x' -> i = hex(raw, i, 2, out);
        case 'u' -> i = hex(raw, i, 4, out);
        case 'U' -> i = hex(raw, i, 8, out);
        case 'N' -> i = named(raw, i, out);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> i = octal(raw, i - 1, out);
        case '\\', '\'', '"' -> out.append(next);
        default -> out.append('\\').append(next);
      }
    }
    return out.toString();
  }

  private static int hex(String raw, int from, int digits, StringBuilder out) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
      if (digit < 0) {
        return i;
      }
      value = value << 4 | digit;
    }
    if (Character.isValidCodePoint(value)) {
      out.appendCodePoint(value);
    }
    return from + digits;
  }

  private static int octal(String raw, int from, StringBuilder out) {
    int value = 0;
    int i = from;
    while (i < raw.length() && i < from + 3 && Character.digit(raw.charAt(i), 8) >= 0) {
      value = value << 3 | Character.digit(raw.charAt(i), 8);
      i++;
    }
    out.append((char) value);
    return i;
  }

  /** {@code \N{LOW LINE}}. */
  private static int named(String raw, int from, StringBuilder out) {
    int end = raw.indexOf('}', from);
    if (end < 0 || from >= raw.length() || raw.charAt(from) != '{') {
      return from;
    }
    try {
      out.appendCodePoint(Character.codePointOf(raw.substring(from + 1, end)));
    } catch (IllegalArgumentException unknownName) {
      out.append('\ufffd'); // Jinja refuses the template then
    }
    return end + 1;
  }
}
