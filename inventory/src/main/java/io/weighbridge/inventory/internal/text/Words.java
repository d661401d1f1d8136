package io.weighbridge.inventory.internal.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words of command lines (POSIX shell, Shell Command Language, 2.2), with variables of the file.
 */
final class Words {
  private Words() {}

  /** A word without quotes; {@code at} is where it starts. */
  record Word(String text, int at) {}

  /** The commands of {@code chars[from, to)}; a comment ends a line, a backslash continues it. */
  static List<List<Word>> commands(String chars, int from, int to) {
    var commands = new ArrayList<List<Word>>();
    var words = new ArrayList<Word>();
    var word = new StringBuilder();
    int start = -1;
    char quote = 0;
    for (int i = from; i <= to; i++) {
      char c = i < to ? chars.charAt(i) : '\n';
      if (quote != 0 && i < to) {
        if (c == quote) {
          quote = 0;
        } else if (c == '\\'
            && quote == '"'
            && i + 1 < to
            && "\"\\$`\n".indexOf(chars.charAt(i + 1)) >= 0) {
          word.append(chars.charAt(++i));
        } else {
          word.append(c);
        }
        continue;
      }
      if (c == '\\' && i + 1 < to) {
        int next = chars.charAt(i + 1) == '\r' ? i + 2 : i + 1;
        if (next < to && chars.charAt(next) == '\n') {
          i = next;
          c = ' ';
        } else {
          start = start < 0 ? i : start;
          word.append(chars.charAt(++i));
          continue;
        }
      }
      if (c == '"' || c == '\'') {
        quote = c;
        start = start < 0 ? i : start;
        continue;
      }
      boolean ends =
          c == '\n'
              || c == ';'
              || c == '|'
              || c == '&'
              || c == '(' && start < 0
              || c == ')'
              || c == '`';
      if (c == '#' && start < 0) {
        while (i < to && chars.charAt(i) != '\n') {
          i++;
        }
        ends = true;
      }
      if (ends || c <= ' ') {
        if (start >= 0) {
          words.add(new Word(word.toString(), start));
          word.setLength(0);
          start = -1;
        }
        if (ends && !words.isEmpty()) {
          commands.add(List.copyOf(words));
          words.clear();
        }
      } else {
        start = start < 0 ? i : start;
        word.append(c);
      }
    }
    return commands;
  }

  /** Fills {@code $NAME}, {@code ${NAME}} and {@code ${NAME:-default}}; the unknown stay. */
  static String filled(String text, Map<String, String> variables) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = c == '$' && i + 1 < text.length() ? end(text, i + 1) : -1;
      if (end < 0) {
        out.append(c);
        continue;
      }
      boolean braces = text.charAt(i + 1) == '{';
      String inside = braces ? text.substring(i + 2, end - 1) : text.substring(i + 1, end);
      int otherwise = inside.indexOf(":-");
      String name = otherwise < 0 ? inside : inside.substring(0, otherwise);
      String value = variables.get(name);
      out.append(
          value != null
              ? value
              : otherwise < 0 ? text.substring(i, end) : inside.substring(otherwise + 2));
      i = end - 1;
    }
    return out.length() > 2000 ? text : out.toString();
  }

  private static int end(String text, int from) {
    if (text.charAt(from) == '{') {
      int close = text.indexOf('}', from);
      return close < 0 ? -1 : close + 1;
    }
    int end = from;
    while (end < text.length()
        && Character.isJavaIdentifierPart(text.charAt(end))
        && text.charAt(end) != '$') {
      end++;
    }
    return end == from ? -1 : end;
  }

  /** {@code NAME=value} of a word, or an empty map. */
  static Map<String, String> assignment(String word) {
    int equals = word.indexOf('=');
    return equals > 0 && word.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")
        ? new HashMap<>(Map.of(word.substring(0, equals), word.substring(equals + 1)))
        : Map.of();
  }
}
