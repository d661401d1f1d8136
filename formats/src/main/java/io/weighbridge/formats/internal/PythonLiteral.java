package io.weighbridge.formats.internal;

import io.weighbridge.formats.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Python literals, as {@code ast.literal_eval} takes them, as far as data headers use them: None,
 * booleans, integers, strings, tuples, lists, dicts. Anything else, calls above all, is refused.
 * Values are null, Boolean, Long, String, {@link Tuple}, List and Map.
 */
final class PythonLiteral {
  private static final int MOST_DEPTH = 32;

  /** A tuple, told apart from a list. */
  record Tuple(List<@Nullable Object> items) {
    @Override
    public String toString() {
      var text = items.toString();
      return "(" + text.substring(1, text.length() - 1) + ")";
    }
  }

  private final String text;
  private int at;
  private int depth;

  private PythonLiteral(String text) {
    this.text = text;
  }

  static @Nullable Object parse(String text) {
    var parser = new PythonLiteral(text);
    Object value = parser.value();
    parser.space();
    if (parser.at < text.length()) {
      throw parser.bad();
    }
    return value;
  }

  private @Nullable Object value() {
    space();
    if (++depth > MOST_DEPTH) {
      throw bad();
    }
    Object value =
        switch (peek()) {
          case '{' -> map();
          case '[' -> items(']');
          case '(' -> tuple();
          case '\'', '"' -> string();
          case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> integer();
          default -> name();
        };
    depth--;
    return value;
  }

  private Map<Object, @Nullable Object> map() {
    at++;
    var map = new LinkedHashMap<Object, @Nullable Object>();
    for (space(); peek() != '}'; space()) {
      Object key = Objects.requireNonNullElse(value(), "None");
      space();
      expect(':');
      if (map.containsKey(key)) {
        throw new FormatException("key twice: " + key);
      }
      map.put(key, value());
      separator('}');
    }
    at++;
    return map;
  }

  private List<@Nullable Object> items(char close) {
    at++;
    var items = new ArrayList<@Nullable Object>();
    for (space(); peek() != close; space()) {
      items.add(value());
      separator(close);
    }
    at++;
    return items;
  }

  /** One item without a comma is that item in parentheses. */
  private @Nullable Object tuple() {
    at++;
    var items = new ArrayList<@Nullable Object>();
    boolean comma = false;
    for (space(); peek() != ')'; space()) {
      items.add(value());
      comma = separator(')');
    }
    at++;
    return items.size() == 1 && !comma ? items.getFirst() : new Tuple(items);
  }

  private boolean separator(char close) {
    space();
    if (peek() == ',') {
      at++;
      return true;
    }
    if (peek() != close) {
      throw bad();
    }
    return false;
  }

  private String string() {
    char quote = text.charAt(at++);
    var value = new StringBuilder();
    while (peek() != quote) {
      char c = text.charAt(at++);
      if (c == '\n') {
        throw bad();
      }
      if (c == '\\') {
        char escaped = peek();
        at++;
        // Other escapes have no place in a header; refusing them keeps what is read unambiguous.
        switch (escaped) {
          case '\\', '\'', '"' -> c = escaped;
          case 'n' -> c = '\n';
          case 't' -> c = '\t';
          default -> throw bad();
        }
      }
      value.append(c);
    }
    at++;
    return value.toString();
  }

  /** Python 2 wrote long integers with an L. */
  private Long integer() {
    int start = at++;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    try {
      Long value = Long.valueOf(text.substring(start, at));
      if (at < text.length() && text.charAt(at) == 'L') {
        at++;
      }
      return value;
    } catch (NumberFormatException e) {
      throw new FormatException("number too large at " + start);
    }
  }

  private @Nullable Object name() {
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return switch (text.substring(start, at)) {
      case "True" -> true;
      case "False" -> false;
      case "None" -> null;
      default -> {
        at = start;
        throw bad();
      }
    };
  }

  private char peek() {
    if (at >= text.length()) {
      throw new FormatException("ends early");
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw bad();
    }
    at++;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private FormatException bad() {
    int end = Math.min(text.length(), at + 20);
    return new FormatException("at " + at + ": " + text.substring(Math.min(at, end), end).strip());
  }
}
