package io.weighbridge.registry.internal.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-decoding (RFC 3986, section 2.1), done once and strictly: what is malformed, is not
 * UTF-8, or smuggles a control character is refused instead of repaired, so that no two readers can
 * disagree about what a path says.
 */
final class PercentDecoding {
  private PercentDecoding() {}

  /**
   * Decodes a path segment.
   *
   * @throws BadRequest when it is not well-formed
   */
  static String segment(String raw) {
    return noControls(decode(raw, false));
  }

  /** Decodes a component of a query, where {@code +} is a space. */
  static String component(String raw) {
    return noControls(decode(raw, true));
  }

  /** Decodes a component of a form, which may have line ends and tabs. */
  static String formComponent(String raw) {
    String text = decode(raw, true);
    noControls(text.replaceAll("[\\r\\n\\t]", ""));
    return text;
  }

  private static String decode(String raw, boolean plusIsSpace) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        if (i + 2 >= raw.length()) {
          throw new BadRequest(400, "The address has an incomplete percent-escape.");
        }
        bytes.write(nibble(raw.charAt(i + 1)) << 4 | nibble(raw.charAt(i + 2)));
        i += 2;
      } else if (c == '+' && plusIsSpace) {
        bytes.write(' ');
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return utf8(bytes.toByteArray());
  }

  private static String noControls(String text) {
    if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new BadRequest(400, "The address has a control character.");
    }
    return text;
  }

  private static int nibble(char c) {
    int value = c < 128 ? Character.digit(c, 16) : -1;
    if (value < 0) {
      throw new BadRequest(400, "The address has a malformed percent-escape.");
    }
    return value;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRequest(400, "The address is not UTF-8.");
    }
  }
}
