package io.weighbridge.registry.internal.console;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/**
 * Where templates write. HTML is escaped by context; before that, characters that control, hide or
 * turn text (which escaping leaves alone) are made visible, so that a name cannot look like another
 * one. Every value passes here, so no template can forget it.
 */
final class VisibleOutput extends OwaspHtmlTemplateOutput {

  VisibleOutput(StringOutput output) {
    super(output);
  }

  @Override
  public void writeUserContent(String value) {
    super.writeUserContent(value == null ? null : visible(value));
  }

  /** The text with what cannot be seen written as {@code ⟨U+202E⟩}; line feeds and tabs stay. */
  static String visible(String text) {
    if (text.codePoints().noneMatch(VisibleOutput::hidden)) {
      return text;
    }
    var out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (hidden(c)) {
                out.append("\u27e8U+").append(String.format("%04X", c)).append('\u27e9');
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private static boolean hidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ' && c != 0xa0;
      default -> c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0;
    };
  }
}
