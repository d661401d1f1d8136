package io.weighbridge.inventory.internal.curly;

import java.util.ArrayList;
import java.util.List;

/** Words, strings and marks of JavaScript, Java, Go, Rust and C++; comments are left out. */
final class Lexer {
  /** What a token is. */
  enum Type {
    WORD,
    STRING,
    MARK
  }

  /** A token; {@code text} of a string is without quotes, {@code ${…}} inside stays as written. */
  record Token(Type type, String text, int at) {
    boolean is(String mark) {
      return type == Type.MARK && text.equals(mark);
    }
  }

  private final String chars;
  private final boolean rust;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String chars, boolean rust) {
    this.chars = chars;
    this.rust = rust;
  }

  static List<Token> read(String chars, boolean rust) {
    var lexer = new Lexer(chars, rust);
    while (lexer.at < chars.length()) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private void next() {
    char c = chars.charAt(at);
    if (c == '/' && chars.startsWith("//", at)) {
      at = orEnd(chars.indexOf('\n', at), 0);
    } else if (c == '/' && chars.startsWith("/*", at)) {
      at = orEnd(chars.indexOf("*/", at + 2), 2);
    } else if (c == 'R' && chars.startsWith("R\"", at)
        || rust && c == 'r' && (chars.startsWith("r\"", at) || chars.startsWith("r#", at))) {
      raw();
    } else if (Character.isJavaIdentifierStart(c)) {
      int start = at;
      while (at < chars.length() && Character.isJavaIdentifierPart(chars.charAt(at))) {
        at++;
      }
      add(Type.WORD, chars.substring(start, at), start);
    } else if (c == '"' && chars.startsWith("\"\"\"", at)) {
      int end = orEnd(chars.indexOf("\"\"\"", at + 3), 0);
      add(Type.STRING, chars.substring(at + 3, Math.max(at + 3, end)).strip(), at);
      at = Math.min(end + 3, chars.length());
    } else if (c == '"' || c == '`' || c == '\'' && !rust) {
      string(c);
    } else if (c == ':' && chars.startsWith("::", at) || c == '-' && chars.startsWith("->", at)) {
      add(Type.MARK, ".", at);
      at += 2;
    } else {
      if (c > ' ') {
        add(Type.MARK, String.valueOf(c), at);
      }
      at++;
    }
  }

  private int orEnd(int found, int more) {
    return found < 0 ? chars.length() : found + more;
  }

  /** C++'s {@code R"x(…)x"}, Rust's {@code r#"…"#}. */
  private void raw() {
    int quote = chars.indexOf('"', at);
    int open = chars.charAt(at) == 'R' ? chars.indexOf('(', at) : quote;
    if (quote < 0 || open < 0 || open - at > 20) {
      at++;
      return;
    }
    String close =
        chars.charAt(at) == 'R'
            ? ")" + chars.substring(quote + 1, open) + "\""
            : "\"" + "#".repeat(Math.max(0, quote - at - 1));
    int end = orEnd(chars.indexOf(close, open + 1), 0);
    add(Type.STRING, chars.substring(open + 1, Math.max(open + 1, end)), at);
    at = Math.min(end + close.length(), chars.length());
  }

  private void string(char quote) {
    int start = at++;
    var text = new StringBuilder();
    while (at < chars.length() && chars.charAt(at) != quote) {
      char c = chars.charAt(at);
      if (c == '\n' && quote != '`') {
        return; // an apostrophe, not a string
      }
      if (c == '\\' && at + 1 < chars.length()) {
        at++;
        c = chars.charAt(at) == 'n' ? '\n' : chars.charAt(at);
      }
      text.append(c);
      at++;
    }
    at++;
    add(Type.STRING, text.toString(), start);
  }

  private void add(Type type, String text, int start) {
    tokens.add(new Token(type, text, start));
  }
}
