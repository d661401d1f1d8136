package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.List;

/**
 * Writes values as Python expressions, for people: shortened in every direction, since values can
 * be deep, wide, shared and cyclic. Strings are quoted as {@code repr} does, so the text is ASCII
 * apart from letters.
 */
final class Python {
  private static final int LONGEST = 400;
  private static final int LONGEST_STRING = 120;
  private static final int DEEPEST = 8;
  private static final int WIDEST = 8;

  private final StringBuilder text = new StringBuilder();

  private Python() {}

  static String expression(Value value) {
    var python = new Python();
    python.write(value, 0);
    return python.done();
  }

  /** {@code callee(arguments)} */
  static String call(
      Value callee, Value arguments, Value.@org.jspecify.annotations.Nullable Mapping keywords) {
    var python = new Python();
    python.writeCall(callee, arguments, keywords, 0);
    return python.done();
  }

  static String method(Value object, String name, Value argument) {
    var python = new Python();
    python.callee(object, 0);
    python.text.append('.').append(name).append('(');
    python.write(argument, 1);
    python.text.append(')');
    return python.done();
  }

  static String item(Value object, Value key, Value value) {
    var python = new Python();
    python.callee(object, 0);
    python.text.append('[');
    python.write(key, 1);
    python.text.append("] = ");
    python.write(value, 1);
    return python.done();
  }

  private String done() {
    return text.length() <= LONGEST ? text.toString() : text.substring(0, LONGEST) + "…";
  }

  private void write(Value value, int depth) {
    if (depth > DEEPEST || text.length() > LONGEST) {
      text.append('…');
      return;
    }
    switch (value) {
      case Value.Constant constant ->
          text.append(
              switch (constant) {
                case NONE -> "None";
                case TRUE -> "True";
                case FALSE -> "False";
              });
      case Value.Int number -> text.append(number.value());
      case Value.BigInt number -> text.append("0x").append(number.value().toString(16));
      case Value.Real number -> text.append(real(number.value()));
      case Value.Forgotten _ -> text.append("…");
      case Value.Text string -> quote(string.prefix(LONGEST_STRING), string.length());
      case Value.Bytes bytes -> bytes(bytes);
      case Value.Tuple tuple -> {
        text.append('(');
        items(tuple.items(), tuple.items().size(), depth);
        text.append(tuple.items().size() == 1 ? ",)" : ")");
      }
      case Value.FrozenSet set -> {
        text.append("frozenset({");
        items(set.items(), set.items().size(), depth);
        text.append("})");
      }
      case Value.Sequence list -> {
        text.append('[');
        items(list.items(), list.size(), depth);
        text.append(']');
      }
      case Value.Members set -> {
        text.append('{');
        items(set.items(), set.size(), depth);
        text.append('}');
      }
      case Value.Mapping mapping -> {
        text.append('{');
        entries(mapping.entries(), mapping.size(), ": ", depth);
        text.append('}');
      }
      case Value.Global global -> text.append(shown(global.qualified()));
      case Value.Instance instance ->
          writeCall(
              instance.callee(), instance.arguments(), instance.keywords().orElse(null), depth);
      case Value.Persistent id -> {
        text.append("persistent_load(");
        write(id.id(), depth + 1);
        text.append(')');
      }
      case Value.OutOfBand _ -> text.append("<buffer>");
      case Value.Unknown unknown -> text.append('<').append(unknown.why()).append('>');
    }
  }

  private void writeCall(
      Value callee,
      Value arguments,
      Value.@org.jspecify.annotations.Nullable Mapping keywords,
      int depth) {
    if (callee instanceof Value.Global global
        && global.module().equals("builtins")
        && global.name().equals("getattr")
        && arguments instanceof Value.Tuple pair
        && pair.items().size() == 2
        && pair.items().get(1) instanceof Value.Text name) {
      callee(pair.items().get(0), depth + 1);
      text.append('.').append(shown(name.prefix(LONGEST_STRING)));
      return;
    }
    callee(callee, depth);
    text.append('(');
    if (arguments instanceof Value.Tuple tuple) {
      items(tuple.items(), tuple.items().size(), depth);
    } else {
      text.append('*');
      write(arguments, depth + 1);
    }
    if (keywords != null && keywords.size() > 0) {
      text.append(text.charAt(text.length() - 1) == '(' ? "**{" : ", **{");
      entries(keywords.entries(), keywords.size(), ": ", depth);
      text.append('}');
    }
    text.append(')');
  }

  private void callee(Value callee, int depth) {
    boolean atom =
        callee instanceof Value.Global
            || callee instanceof Value.Instance
            || callee instanceof Value.Unknown;
    text.append(atom ? "" : "(");
    write(callee, depth + 1);
    text.append(atom ? "" : ")");
  }

  private void items(List<Value> items, long size, int depth) {
    int shown = Math.min(items.size(), WIDEST);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ");
      write(items.get(i), depth + 1);
    }
    if (size > shown) {
      text.append(shown == 0 ? "…" : ", …");
    }
  }

  private void entries(List<Value.Entry> entries, long size, String colon, int depth) {
    int shown = Math.min(entries.size(), WIDEST);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ");
      write(entries.get(i).key(), depth + 1);
      text.append(colon);
      write(entries.get(i).value(), depth + 1);
    }
    if (size > shown) {
      text.append(shown == 0 ? "…" : ", …");
    }
  }

  private void bytes(Value.Bytes bytes) {
    int shown = (int) Math.min(bytes.length(), LONGEST_STRING / 2);
    text.append(bytes.mutable() ? "bytearray(b" : "b");
    quote(
        new String(
            bytes.content().bytes(bytes.offset(), shown),
            java.nio.charset.StandardCharsets.ISO_8859_1),
        bytes.length(),
        true);
    text.append(bytes.mutable() ? ")" : "");
  }

  private void quote(String string, long length) {
    quote(string, length, false);
  }

  private void quote(String string, long length, boolean bytes) {
    char mark = string.indexOf('\'') >= 0 && string.indexOf('"') < 0 ? '"' : '\'';
    text.append(mark);
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '\\' || c == mark) {
        text.append('\\').append(c);
      } else if (c == '\n') {
        text.append("\\n");
      } else if (c >= ' ' && c < 0x7f || !bytes && Character.isLetter(c)) {
        text.append(c);
      } else {
        text.append(c < 0x100 ? "\\x" : "\\u");
        String digits = Integer.toHexString(c);
        text.repeat('0', (c < 0x100 ? 2 : 4) - digits.length()).append(digits);
      }
    }
    text.append(length > string.length() && string.length() >= LONGEST_STRING / 2 ? "…" : "");
    text.append(mark);
  }

  private static String real(double value) {
    if (Double.isNaN(value)) {
      return "float('nan')";
    }
    return Double.isInfinite(value) ? value > 0 ? "float('inf')" : "float('-inf')" : value + "";
  }

  private static String shown(String name) {
    return name.length() <= LONGEST_STRING ? name : name.substring(0, LONGEST_STRING) + "…";
  }
}
