package io.weighbridge.inventory.internal.report;

/** Text from files, made harmless: control characters and marks that reorder text as escapes. */
public final class Shown {
  private Shown() {}

  /** One line of visible characters. */
  public static String line(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            code -> {
              int type = Character.getType(code);
              boolean hidden =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR
                      || type == Character.PRIVATE_USE
                      || type == Character.SURROGATE
                      || type == Character.UNASSIGNED;
              if (hidden) {
                out.append("\\u{").append(Integer.toHexString(code)).append('}');
              } else {
                out.appendCodePoint(code);
              }
            });
    return out.toString();
  }

  static String html(String text) {
    return line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
