package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Cursor;
import io.weighbridge.formats.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text is UTF-8 from the first to the last byte and has no control characters but white space,
 * escape and form feed; or it is UTF-16 with a byte order mark; or an 8-bit code page, when nearly
 * all of it is printable ASCII.
 */
public final class TextSniff {
  private static final int CHUNK = 64 << 10;

  private TextSniff() {}

  public static Format of(Content content, byte[] head, Budget budget) {
    if (isUtf16(content, head, budget)) {
      return kind(new TextEnds(content, budget, 2, 2, head[0] == (byte) 0xFF));
    }
    if (!isText(content, budget)) {
      return Format.UNKNOWN;
    }
    boolean marked = head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB;
    return isProgram(head, marked ? 3 : 0)
        ? Format.SCRIPT
        : kind(new TextEnds(content, budget, marked ? 3 : 0, 1, true));
  }

  /** Byte order mark, and no control characters to the end. */
  private static boolean isUtf16(Content content, byte[] head, Budget budget) {
    if (head.length < 4 || content.size() % 2 != 0) {
      return false;
    }
    boolean little = head[0] == (byte) 0xFF && head[1] == (byte) 0xFE;
    boolean big = head[0] == (byte) 0xFE && head[1] == (byte) 0xFF;
    if (!little && !big) {
      return false;
    }
    var in = new Cursor(content, budget, 2);
    while (!in.atEnd()) {
      int unit = little ? in.u16() : in.u16be();
      if (unit < ' ' && !isSpace(unit)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(int c) {
    return c >= '\t' && c <= '\r' || c == 0x1B;
  }

  private static boolean isText(Content content, Budget budget) {
    var buffer = ByteBuffer.allocate((int) Math.min(CHUNK, content.size()));
    long bad = 0;
    int pending = 0;
    int least = 0;
    for (long at = 0; at < content.size(); ) {
      buffer.clear();
      int count = content.read(at, buffer);
      budget.bytes(count);
      byte[] bytes = buffer.array();
      for (int i = 0; i < count; i++) {
        int b = bytes[i] & 0xFF;
        if (b < ' ' && !isSpace(b) || b == 0x7F) {
          return false;
        }
        if (pending > 0) {
          if (b >> 6 == 2 && b >= least) {
            pending--;
            least = 0x80;
            continue;
          }
          bad++;
          pending = 0;
        }
        if (b >= 0xC2 && b < 0xF5) {
          pending = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
          least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        } else if (b >= 0x80) {
          bad++;
        }
      }
      at += count;
      if (bad * 20 > at) {
        return false;
      }
    }
    return true;
  }

  /** A first line that names an interpreter. */
  private static boolean isProgram(byte[] head, int start) {
    String text = new String(head, start, head.length - start, StandardCharsets.ISO_8859_1);
    int line = text.indexOf('\n');
    int slash = text.indexOf('/');
    return text.startsWith("#!") && slash > 0 && slash < (line < 0 ? text.length() : line);
  }

  private static Format kind(TextEnds text) {
    String lead = text.start();
    if (lead.isEmpty()) {
      return Format.TEXT;
    }
    char first = lead.charAt(0);
    if (lead.startsWith("{%") || lead.startsWith("{{") || lead.startsWith("{#")) {
      return Format.TEXT; // a template
    }
    if (first == '{' || first == '[') {
      // From its first to its last character; whether it parses is its view's to say.
      return text.last() == (first == '{' ? '}' : ']') ? Format.JSON : Format.TEXT;
    }
    if (first == '<') {
      return markup(lead.startsWith("<?xml"), text.afterProlog());
    }
    if (lead.startsWith("tree\nversion=") || lead.startsWith("tree\r\nversion=")) {
      return Format.LIGHTGBM;
    }
    return Format.TEXT;
  }

  /**
   * @param declared whether the text says that it is XML
   * @param start of the document type or the outermost element
   */
  private static Format markup(boolean declared, String start) {
    String text = start.toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return Format.HTML;
    }
    boolean document = declared || text.startsWith("<!doctype");
    String root = root(text);
    if (root.equals("svg") || document && text.contains("<svg")) {
      return Format.SVG;
    }
    if (root.equals("pmml") || document && text.contains("<pmml")) {
      return Format.PMML;
    }
    if (root.equals("net") || document && (text.contains("<net ") || text.contains("<net>"))) {
      return Format.OPENVINO;
    }
    return document ? Format.XML : Format.TEXT;
  }

  /** The element's name without its prefix. */
  private static String root(String text) {
    if (!text.startsWith("<")) {
      return "";
    }
    int end = 1;
    while (end < text.length() && "/> \t\r\n\f".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String name = text.substring(1, end);
    return name.substring(name.indexOf(':') + 1);
  }
}
