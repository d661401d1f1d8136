package io.weighbridge.scan.internal.report;

/**
 * Text from models, made harmless for a terminal: control characters, escape sequences and the
 * marks that reorder text are shown as escapes (Trojan Source, CVE-2021-42574).
 */
public final class TerminalText {
  private TerminalText() {}

  /** One line of visible characters. */
  public static String escape(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        if (out != null) {
          out.append(c);
        }
        continue;
      }
      if (out == null) {
        out = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int code = text.codePointAt(i);
        if (isVisible(code)) {
          out.appendCodePoint(code);
        } else {
          out.append("\\u{").append(Integer.toHexString(code)).append('}');
        }
        i++;
      } else {
        switch (c) {
          case '\n' -> out.append("\\n");
          case '\r' -> out.append("\\r");
          case '\t' -> out.append("\\t");
          default -> out.append("\\u").append(hex(c));
        }
      }
    }
    return out == null ? text : out.toString();
  }

  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x7F || c > 0xA0 && !Character.isSurrogate(c) && isVisible(c);
  }

  private static boolean isVisible(int code) {
    return switch (Character.getType(code)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String hex(char c) {
    String digits = Integer.toHexString(c);
    return "0000".substring(digits.length()) + digits;
  }
}
