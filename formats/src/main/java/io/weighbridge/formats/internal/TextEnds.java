package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Cursor;

/**
 * The first and last words of a text, wherever they are: readers of JSON and XML skip any amount of
 * white space, those of XML comments as well, so a look at the first bytes alone can be led astray.
 */
final class TextEnds {
  /** Characters that tell kinds of text apart. */
  private static final int LEAD = 512;

  private static final int CHUNK = 4096;

  private final Content content;
  private final Budget budget;
  private final long from;
  private final int unit;
  private final boolean little;

  /**
   * @param from behind the byte order mark
   * @param unit bytes of a character: 1, or 2 for UTF-16
   */
  TextEnds(Content content, Budget budget, long from, int unit, boolean little) {
    this.content = content;
    this.budget = budget;
    this.from = from;
    this.unit = unit;
    this.little = little;
  }

  /** What the text begins with, behind white space. */
  String start() {
    var in = new Cursor(content, budget, from);
    return word(in, skipSpace(in));
  }

  /** What an XML document begins with, behind white space, comments and instructions. */
  String afterProlog() {
    var in = new Cursor(content, budget, from);
    while (true) {
      String word = word(in, skipSpace(in));
      String end = word.startsWith("<!--") ? "-->" : word.startsWith("<?") ? "?>" : "";
      if (end.isEmpty() || !skipTo(in, end)) {
        return word;
      }
    }
  }

  /** The last character that is no white space; a space when there is none. */
  char last() {
    long end = content.size();
    while (end > from) {
      int length = (int) Math.min(CHUNK, end - from);
      budget.bytes(length);
      byte[] bytes = content.bytes(end - length, length);
      for (int i = length - unit; i >= 0; i -= unit) {
        char c =
            unit == 1
                ? (char) (bytes[i] & 0xFF)
                : (char)
                    (little
                        ? bytes[i] & 0xFF | (bytes[i + 1] & 0xFF) << 8
                        : (bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF);
        if (!isSpace(c)) {
          return c;
        }
      }
      end -= length;
    }
    return ' ';
  }

  private int next(Cursor in) {
    return in.remaining() < unit ? -1 : unit == 1 ? in.u8() : little ? in.u16() : in.u16be();
  }

  private int skipSpace(Cursor in) {
    int c = next(in);
    while (c >= 0 && isSpace((char) c)) {
      c = next(in);
    }
    return c;
  }

  /** The characters from {@code first} on; the cursor stays behind that one. */
  private String word(Cursor in, int first) {
    if (first < 0) {
      return "";
    }
    long back = in.position();
    var text = new StringBuilder();
    for (int c = first; c >= 0 && text.length() < LEAD; c = next(in)) {
      text.append((char) c);
    }
    in.seek(back);
    return text.toString();
  }

  private boolean skipTo(Cursor in, String end) {
    var last = new StringBuilder();
    for (int c = next(in); c >= 0; c = next(in)) {
      last.append((char) c);
      if (last.length() > end.length()) {
        last.deleteCharAt(0);
      }
      if (last.length() == end.length() && last.indexOf(end) == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }
}
