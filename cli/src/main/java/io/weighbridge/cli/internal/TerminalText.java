package io.weighbridge.cli.internal;

/** Text of models, hubs and users, made harmless for a terminal and a log. */
public final class TerminalText {
  private TerminalText() {}

  /**
   * One line: control, invisible, direction-changing and unpaired characters become {@code
   * \\uXXXX}, so that no escape sequence reaches a terminal and nothing reads other than it is.
   */
  public static String safe(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (isPlain(c)) {
        if (escaped != null) {
          escaped.appendCodePoint(c);
        }
      } else {
        if (escaped == null) {
          escaped = new StringBuilder(text.substring(0, i));
        }
        for (int k = i; k < next; k++) {
          escaped.append(escape(text.charAt(k)));
        }
      }
      i = next;
    }
    return escaped == null ? text : escaped.toString();
  }

  private static boolean isPlain(int c) {
    if (c >= 0x20 && c < 0x7f) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escape(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u" + java.util.HexFormat.of().toHexDigits(c);
    };
  }
}
