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
      return Format.TEXT;
    }
    if (!isText(content, budget)) {
      return Format.UNKNOWN;
    }
    return kind(content, head);
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

  private static Format kind(Content content, byte[] head) {
    int start = head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB ? 3 : 0;
    String text = new String(head, start, head.length - start, StandardCharsets.UTF_8);
    if (text.startsWith("#!") && text.length() > 2 && text.indexOf('/') > 0) {
      int line = text.indexOf('\n');
      if (text.indexOf('/') < (line < 0 ? text.length() : line)) {
        return Format.SCRIPT;
      }
    }
    String lead = text.stripLeading();
    if (lead.isEmpty()) {
      return Format.TEXT;
    }
    char first = lead.charAt(0);
    if (lead.startsWith("{%") || lead.startsWith("{{") || lead.startsWith("{#")) {
      return Format.TEXT; // a template
    }
    if (first == '{' || first == '[') {
      return json(content, first);
    }
    if (first == '<') {
      return markup(lead.toLowerCase(Locale.ROOT));
    }
    if (lead.startsWith("tree\nversion=") || lead.startsWith("tree\r\nversion=")) {
      return Format.LIGHTGBM;
    }
    return Format.TEXT;
  }

  /** An object or array from its first to its last character; whether it parses is its view's. */
  private static Format json(Content content, char first) {
    int length = (int) Math.min(64, content.size());
    String tail =
        new String(content.bytes(content.size() - length, length), StandardCharsets.UTF_8)
            .stripTrailing();
    return tail.endsWith(first == '{' ? "}" : "]") ? Format.JSON : Format.TEXT;
  }

  private static Format markup(String text) {
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return Format.HTML;
    }
    if (text.contains("<svg")) {
      return Format.SVG;
    }
    if (text.contains("<pmml")) {
      return Format.PMML;
    }
    if (text.contains("<net ") || text.contains("<net>")) {
      return Format.OPENVINO;
    }
    return text.startsWith("<?xml") || text.startsWith("<!doctype") ? Format.XML : Format.TEXT;
  }
}
