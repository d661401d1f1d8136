package io.weighbridge.inventory.internal.python;

import java.util.ArrayList;
import java.util.List;

/** A string literal: prefix, quotes, and what an f-string interpolates. */
final class Literal {
  private static final int MAX_NESTING = 8;

  private Literal() {}

  static Expr read(String chars, int start, int end, int depth) {
    int quote = start;
    boolean format = false;
    boolean raw = false;
    while (quote < end && chars.charAt(quote) != '"' && chars.charAt(quote) != '\'') {
      char c = Character.toLowerCase(chars.charAt(quote));
      format |= c == 'f';
      raw |= c == 'r';
      quote++;
    }
    boolean triple =
        quote + 2 < end
            && chars.charAt(quote + 1) == chars.charAt(quote)
            && chars.charAt(quote + 2) == chars.charAt(quote);
    int width = triple && end - quote >= 6 ? 3 : 1;
    int from = Math.min(quote + width, end);
    int to = end > from && chars.charAt(end - 1) == chars.charAt(quote) ? end - width : end;
    to = Math.max(from, to);
    if (format && depth < MAX_NESTING && chars.substring(from, to).indexOf('{') >= 0) {
      return interpolated(chars, start, end, from, to, depth);
    }
    String body = chars.substring(from, to);
    return new Expr.Str(start, end, raw || body.indexOf('\\') < 0 ? body : unescaped(body));
  }

  private static Expr interpolated(String chars, int start, int end, int from, int to, int depth) {
    var parts = new ArrayList<Expr>();
    var text = new StringBuilder();
    int at = from;
    while (at < to) {
      char c = chars.charAt(at);
      if ((c == '{' || c == '}') && at + 1 < to && chars.charAt(at + 1) == c) {
        text.append(c);
        at += 2;
      } else if (c == '{') {
        int close = close(chars, at + 1, to);
        parts.add(new Expr.Str(start, end, text.toString()));
        text.setLength(0);
        var parser = new Parser(Tokens.of(chars, at + 1, close), chars);
        parts.add(depth >= MAX_NESTING ? new Expr.Other(at, at, List.of()) : parser.expression());
        at = close + 1;
      } else {
        text.append(c);
        at++;
      }
    }
    parts.add(new Expr.Str(start, end, text.toString()));
    return new Expr.Join(start, end, parts);
  }

  private static int close(String chars, int from, int to) {
    int open = 1;
    for (int i = from; i < to; i++) {
      char c = chars.charAt(i);
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (open == 0) {
        return i;
      }
    }
    return to;
  }

  private static String unescaped(String body) {
    return body.replace("\\\n", "")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\'", "'")
        .replace("\\\"", "\"");
  }
}
