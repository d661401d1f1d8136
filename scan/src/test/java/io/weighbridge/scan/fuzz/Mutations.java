package io.weighbridge.scan.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Mutations of files, each named by file and number alone, so that any can be made again. Most
 * change little, as what changes much is refused at the first byte.
 */
final class Mutations {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFFFFFFL,
    0x80000000L,
    0xFFFFFFFFL,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** What is special to some reader: signatures, opcodes, brackets, separators, escapes. */
  private static final List<String> TOKENS =
      List.of(
          "PK\1\2",
          "PK\3\4",
          "PK\5\6",
          "\u0080\4\u0095",
          "cos\nsystem\n",
          "R.",
          "0",
          "(",
          ")",
          "{",
          "}",
          "[",
          "]",
          "{{",
          "}}",
          "{%",
          "%}",
          "\"",
          "'",
          "\\",
          "\\u0000",
          "\n",
          "\r\n",
          "../",
          "/",
          "\0",
          ":",
          ",",
          "<!",
          "]]>",
          "&a;",
          "__class__",
          "\u001b[2J",
          "\u00ff\u00fe");

  private Mutations() {}

  /**
   * One mutation.
   *
   * @param other another file, to splice with
   */
  static byte[] of(byte[] file, byte[] other, long seed) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    byte[] bytes = file;
    for (int steps = 1 + random.nextInt(3); steps > 0; steps--) {
      bytes = step(bytes, other, random);
    }
    return bytes;
  }

  private static byte[] step(byte[] bytes, byte[] other, Random random) {
    int at = near(bytes.length, random);
    return switch (random.nextInt(11)) {
      case 0, 1 -> set(bytes, at, (byte) random.nextInt(256));
      case 2 ->
          at < bytes.length ? set(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8))) : bytes;
      case 3 ->
          at < bytes.length
              ? set(bytes, at, (byte) (bytes[at] + 1 - 2 * random.nextInt(2)))
              : bytes;
      case 4 -> number(bytes, at, random);
      case 5 -> Arrays.copyOf(bytes, at);
      case 6 -> replace(bytes, at, random.nextInt(1, 9), new byte[0]);
      case 7 -> replace(bytes, at, 0, token(random));
      case 8 -> {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(64));
        yield replace(bytes, at, 0, Arrays.copyOfRange(bytes, from, to));
      }
      case 9 -> replace(bytes, at, token(random).length, token(random));
      default -> {
        int from = random.nextInt(other.length + 1);
        yield replace(bytes, at, bytes.length - at, Arrays.copyOfRange(other, from, other.length));
      }
    };
  }

  /** Half of the places are in the first or last 256 bytes, where formats keep their structure. */
  private static int near(int length, Random random) {
    int window = Math.min(length, 256);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(window + 1);
      case 1 -> length - random.nextInt(window + 1);
      default -> random.nextInt(length + 1);
    };
  }

  private static byte[] token(Random random) {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] set(byte[] bytes, int at, byte value) {
    if (at >= bytes.length) {
      return bytes;
    }
    byte[] changed = bytes.clone();
    changed[at] = value;
    return changed;
  }

  private static byte[] number(byte[] bytes, int at, Random random) {
    byte[] changed = bytes.clone();
    long value = NUMBERS[random.nextInt(NUMBERS.length)];
    int width = 1 << random.nextInt(4);
    boolean big = random.nextBoolean();
    for (int i = 0; i < width && at + i < changed.length; i++) {
      changed[at + i] = (byte) (value >>> 8 * (big ? width - 1 - i : i));
    }
    return changed;
  }

  private static byte[] replace(byte[] bytes, int at, int length, byte[] by) {
    int end = Math.min(bytes.length, at + length);
    byte[] changed = new byte[at + by.length + bytes.length - end];
    System.arraycopy(bytes, 0, changed, 0, at);
    System.arraycopy(by, 0, changed, at, by.length);
    System.arraycopy(bytes, end, changed, at + by.length, bytes.length - end);
    return changed;
  }
}
