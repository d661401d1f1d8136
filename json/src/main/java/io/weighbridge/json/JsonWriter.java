package io.weighbridge.json;

/** Text of a JSON tree; by hand, because it is on the start-up path of every scan. */
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();
  private final boolean pretty;

  private JsonWriter(boolean pretty) {
    this.pretty = pretty;
  }

  static String compact(Json value) {
    var writer = new JsonWriter(false);
    writer.value(value, 0);
    return writer.out.toString();
  }

  static String pretty(Json value) {
    var writer = new JsonWriter(true);
    writer.value(value, 0);
    return writer.out.append('\n').toString();
  }

  private void value(Json value, int depth) {
    switch (value) {
      case Json.Obj(var fields) -> {
        out.append('{');
        boolean first = true;
        for (var field : fields.entrySet()) {
          separate(first, depth + 1);
          first = false;
          string(out, field.getKey());
          out.append(pretty ? ": " : ":");
          value(field.getValue(), depth + 1);
        }
        close(first, depth, '}');
      }
      case Json.Arr(var items) -> {
        out.append('[');
        boolean first = true;
        for (Json item : items) {
          separate(first, depth + 1);
          first = false;
          value(item, depth + 1);
        }
        close(first, depth, ']');
      }
      case Json.Str(var text) -> string(out, text);
      case Json.Num(var literal) -> out.append(literal);
      case Json.Bool(var bool) -> out.append(bool);
      case Json.Null ignored -> out.append("null");
    }
  }

  private void separate(boolean first, int depth) {
    if (!first) {
      out.append(',');
    }
    indent(depth);
  }

  private void close(boolean empty, int depth, char bracket) {
    if (!empty) {
      indent(depth);
    }
    out.append(bracket);
  }

  private void indent(int depth) {
    if (pretty) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  /** A string as RFC 8785 §3.2.2.2 writes it, which is also good JSON anywhere else. */
  static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || isLoneSurrogate(text, i)) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(HEX.charAt(c >> shift & 15));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
