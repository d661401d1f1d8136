package io.weighbridge.pickle.internal.decode;

import java.nio.charset.StandardCharsets;

/** Text as Python's codecs read it. Malformed sequences become U+FFFD: nothing here throws. */
public final class PythonText {
  private PythonText() {}

  /** UTF-8 with {@code surrogatepass}: lone surrogates are kept. */
  public static String utf8(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return wideUtf8(bytes);
      }
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String wideUtf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\ufffd') < 0 ? text : withSurrogates(bytes);
  }

  private static String withSurrogates(byte[] bytes) {
    var text = new StringBuilder(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      if (isSurrogate(bytes, at)) {
        text.append((char) (0xd000 | (bytes[at + 1] & 0x3f) << 6 | bytes[at + 2] & 0x3f));
        at += 3;
      } else {
        int next = at + 1;
        while (next < bytes.length && !isSurrogate(bytes, next)) {
          next++;
        }
        text.append(new String(bytes, at, next - at, StandardCharsets.UTF_8));
        at = next;
      }
    }
    return text.toString();
  }

  private static boolean isSurrogate(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && bytes[at] == (byte) 0xed
        && (bytes[at + 1] & 0xe0) == 0xa0
        && (bytes[at + 2] & 0xc0) == 0x80;
  }

  public static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** What stands between the quotes of a STRING (CPython {@code codecs.escape_decode}). */
  public static String escaped(byte[] bytes) {
    var text = new StringBuilder(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      char c = (char) (bytes[at++] & 0xff);
      if (c != '\\' || at == bytes.length) {
        text.append(c);
        continue;
      }
      char kind = (char) (bytes[at++] & 0xff);
      switch (kind) {
        case '\n' -> {}
        case '\\', '\'', '"' -> text.append(kind);
        case 'a' -> text.append('\u0007');
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'v' -> text.append('\u000b');
        case 'x' -> {
          int value = digits(bytes, at, 2, 16);
          text.append(value < 0 ? '\ufffd' : (char) value);
          at += value < 0 ? 0 : 2;
        }
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          int count = 3;
          while (digits(bytes, at - 1, count, 8) < 0) {
            count--;
          }
          text.append((char) (digits(bytes, at - 1, count, 8) & 0xff));
          at += count - 1;
        }
        default -> text.append('\\').append(kind);
      }
    }
    return text.toString();
  }

  /** The operand of UNICODE: only \\u and \\U after an odd run of backslashes are escapes. */
  public static String rawUnicodeEscape(byte[] bytes) {
    var text = new StringBuilder(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      char c = (char) (bytes[at] & 0xff);
      if (c != '\\') {
        text.append(c);
        at++;
        continue;
      }
      int run = at;
      while (run < bytes.length && bytes[run] == '\\') {
        run++;
      }
      boolean odd = (run - at) % 2 == 1;
      int size =
          !odd || run == bytes.length ? 0 : bytes[run] == 'u' ? 4 : bytes[run] == 'U' ? 8 : 0;
      int point = size == 0 ? -1 : digits(bytes, run + 1, size, 16);
      text.repeat('\\', run - at - (size == 0 ? 0 : 1));
      at = run;
      if (size > 0) {
        if (Character.isValidCodePoint(point)) {
          text.appendCodePoint(point);
          at += 1 + size;
        } else {
          text.append('\ufffd');
          at++;
        }
      }
    }
    return text.toString();
  }

  private static int digits(byte[] bytes, int from, int count, int radix) {
    if (from + count > bytes.length) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < from + count; i++) {
      int digit = Character.digit((char) (bytes[i] & 0xff), radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value > Integer.MAX_VALUE ? -1 : (int) value;
  }
}
