package io.weighbridge.vetting.internal;

import java.util.Map;

/** Hostile text made fit for a sink. */
public final class Plain {
  private static final Map<Integer, String> TYPOGRAPHY =
      Map.of(
          0x2026, "...", 0x2013, "-", 0x2014, "-", 0x2018, "'", 0x2019, "'", 0x201c, "\"", 0x201d,
          "\"", 0x00d7, "x", 0x2192, "->");

  private Plain() {}

  /**
   * One line of printable ASCII, for headers: control characters and runs of spaces become one
   * space, what ASCII lacks is written as {@code \}{@code uXXXX}.
   */
  public static String ascii(String text) {
    var line = new StringBuilder();
    boolean space = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c <= 0x20 || c == 0x7f || Character.isWhitespace(c)) {
        space = !line.isEmpty();
        continue;
      }
      if (space) {
        line.append(' ');
        space = false;
      }
      if (c < 0x7f) {
        line.append((char) c);
      } else {
        line.append(TYPOGRAPHY.containsKey(c) ? TYPOGRAPHY.get(c) : escape(c));
      }
    }
    return line.toString();
  }

  /** {@link #ascii} shortened to at most {@code most} characters, ending in {@code ...} then. */
  public static String ascii(String text, int most) {
    String line = ascii(text);
    if (line.length() <= most) {
      return line;
    }
    String cut = line.substring(0, Math.max(0, most - 3));
    int escape = cut.lastIndexOf('\\');
    if (escape >= 0 && escape > cut.length() - 10) {
      cut = cut.substring(0, escape); // no half escapes
    }
    return cut.stripTrailing() + "...";
  }

  /**
   * One line for a terminal or a page of text: letters of every script stay, characters that
   * control, hide or turn text are written as {@code \}{@code uXXXX}.
   */
  public static String line(String text) {
    var line = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    line.append(escape(c));
                default -> line.appendCodePoint(c);
              }
            });
    return line.toString();
  }

  private static String escape(int c) {
    return c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c);
  }
}
