package io.weighbridge.registry.internal.http;

/**
 * Text for headers and one-line messages: one line of printable ASCII, at most 500 characters.
 * Clients print these texts on terminals, and names in them come from strangers.
 */
final class HeaderText {
  /** The Hub's clients show about this much. */
  static final int MOST = 500;

  private HeaderText() {}

  /** Printable ASCII passes, white space becomes one space, anything else a question mark. */
  static String line(String text) {
    var line = new StringBuilder(Math.min(text.length(), MOST));
    boolean space = true;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (line.length() == MOST - 3 && text.length() > MOST) {
        return line.append("...").toString();
      }
      if (Character.isWhitespace(c) || c == 0xa0) {
        if (!space) {
          line.append(' ');
        }
        space = true;
      } else {
        line.append(replacement(c));
        space = false;
      }
    }
    return line.toString().strip();
  }

  private static char replacement(int c) {
    return switch (c) {
      case 0x2018, 0x2019 -> '\'';
      case 0x201c, 0x201d -> '"';
      case 0x2013, 0x2014 -> '-';
      default -> c > 0x20 && c < 0x7f ? (char) c : '?';
    };
  }

  /** A value for {@code Content-Disposition} (RFC 6266): ASCII fallback and UTF-8 form. */
  static String inlineFile(String name) {
    var ascii = new StringBuilder();
    var encoded = new StringBuilder();
    for (byte b : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf((char) c) : String.format("%%%02X", c));
    }
    name.codePoints()
        .forEach(
            c -> ascii.append(c >= 0x20 && c < 0x7f && c != '"' && c != '\\' ? (char) c : '_'));
    return "inline; filename*=UTF-8''" + encoded + "; filename=\"" + ascii + "\";";
  }
}
