package io.weighbridge.scan.internal.jinja;

import java.util.List;
import java.util.Optional;

/** Python's ways to put texts together, as far as templates hide names with them. */
final class TextFormat {
  private TextFormat() {}

  /** {@code pattern % values} with plain conversions; empty for what is not one. */
  static Optional<String> percent(String pattern, List<String> values) {
    var text = new StringBuilder();
    int next = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      if (++i == pattern.length()) {
        return Optional.empty();
      }
      char conversion = pattern.charAt(i);
      if (conversion == '%') {
        text.append('%');
        continue;
      }
      if (next == values.size()) {
        return Optional.empty();
      }
      Optional<String> value = converted(conversion, values.get(next++));
      if (value.isEmpty()) {
        return value;
      }
      text.append(value.get());
    }
    return Optional.of(text.toString());
  }

  private static Optional<String> converted(char conversion, String value) {
    return switch (conversion) {
      case 's', 'd', 'i' -> Optional.of(value);
      case 'c' -> {
        try {
          int code = Integer.parseInt(value);
          yield Character.isValidCodePoint(code)
              ? Optional.of(Character.toString(code))
              : Optional.empty();
        } catch (NumberFormatException text) {
          yield Optional.of(value);
        }
      }
      default -> Optional.empty();
    };
  }

  /** {@code pattern.format(values)} with positions only; empty for what is more. */
  static Optional<String> braces(String pattern, List<String> values) {
    var text = new StringBuilder();
    int next = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '{' || c == '}') {
        boolean doubled = i + 1 < pattern.length() && pattern.charAt(i + 1) == c;
        int end = pattern.indexOf('}', i);
        if (doubled) {
          text.append(c);
          i++;
          continue;
        }
        if (c == '}' || end < 0 || end - i > 4) {
          return Optional.empty();
        }
        String place = pattern.substring(i + 1, end);
        int index = place.isEmpty() ? next++ : position(place);
        if (index < 0 || index >= values.size()) {
          return Optional.empty();
        }
        text.append(values.get(index));
        i = end;
      } else {
        text.append(c);
      }
    }
    return Optional.of(text.toString());
  }

  private static int position(String place) {
    for (int i = 0; i < place.length(); i++) {
      if (place.charAt(i) < '0' || place.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(place);
  }

  /** {@code text.strip(characters)} and its one-sided kin; white space without characters. */
  static String strip(String text, String method, List<String> characters) {
    String set = characters.isEmpty() ? " \t\n\r\f" : characters.getFirst();
    int start = 0;
    int end = text.length();
    if (!method.equals("rstrip")) {
      while (start < end && set.indexOf(text.charAt(start)) >= 0) {
        start++;
      }
    }
    if (!method.equals("lstrip")) {
      while (end > start && set.indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
    }
    return text.substring(start, end);
  }
}
