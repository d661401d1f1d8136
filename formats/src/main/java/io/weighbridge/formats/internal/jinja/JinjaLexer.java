package io.weighbridge.formats.internal.jinja;

import io.weighbridge.content.Budget;
import io.weighbridge.formats.FormatException;
import io.weighbridge.formats.PythonEscapes;
import java.util.ArrayList;
import java.util.List;

/** Cuts a template into tokens; comments are dropped. */
final class JinjaLexer {
  private static final String[] OPERATORS = {
    "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}",
    ">", "<", "=", ".", ":", "|", ",", ";"
  };

  private final String source;
  private final Budget budget;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private JinjaLexer(String source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  static List<Token> tokens(String source, Budget budget) {
    var lexer = new JinjaLexer(source, budget);
    lexer.template();
    lexer.add(Token.Kind.END, "");
    return lexer.tokens;
  }

  private void template() {
    while (at < source.length()) {
      int open = tag(at);
      data(at, open);
      skipTo(open);
      if (open == source.length()) {
        return;
      }
      switch (source.charAt(open + 1)) {
        case '#' -> comment();
        case '{' -> tag(Token.Kind.OUTPUT_BEGIN, Token.Kind.OUTPUT_END, "}}");
        default -> {
          if (!raw()) {
            tag(Token.Kind.TAG_BEGIN, Token.Kind.TAG_END, "%}");
          }
        }
      }
    }
  }

  /** Where the next tag, output or comment begins; the end of the source when none does. */
  private int tag(int from) {
    for (int open = source.indexOf('{', from); open >= 0; open = source.indexOf('{', open + 1)) {
      char next = open + 1 < source.length() ? source.charAt(open + 1) : ' ';
      if (next == '#' || next == '{' || next == '%') {
        return open;
      }
    }
    return source.length();
  }

  private void data(int from, int to) {
    if (to > from) {
      add(Token.Kind.DATA, source.substring(from, to));
    }
  }

  private void comment() {
    int end = source.indexOf("#}", at + 2);
    if (end < 0) {
      throw bad("comment without end");
    }
    skipTo(end + 2);
  }

  /** A {@code raw} block, whose content is text. */
  private boolean raw() {
    int after = word(at + 2, "raw");
    if (after < 0) {
      return false;
    }
    for (int open = source.indexOf("{%", after); open >= 0; open = source.indexOf("{%", open + 2)) {
      int end = word(open + 2, "endraw");
      if (end >= 0) {
        data(after, open);
        skipTo(end);
        return true;
      }
    }
    throw bad("raw block without end");
  }

  /** The position after {@code -? word -? %}} at {@code from}, or -1. */
  private int word(int from, String word) {
    int i = from;
    if (i < source.length() && (source.charAt(i) == '-' || source.charAt(i) == '+')) {
      i++;
    }
    i = blank(i);
    if (!source.startsWith(word, i)) {
      return -1;
    }
    i = blank(i + word.length());
    if (i < source.length() && (source.charAt(i) == '-' || source.charAt(i) == '+')) {
      i++;
    }
    return source.startsWith("%}", i) ? i + 2 : -1;
  }

  private int blank(int from) {
    int i = from;
    while (i < source.length() && Character.isWhitespace(source.charAt(i))) {
      i++;
    }
    return i;
  }

  private void tag(Token.Kind begin, Token.Kind end, String close) {
    add(begin, "");
    at += 2;
    if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) {
      at++;
    }
    int nesting = 0;
    while (true) {
      skipTo(blank(at));
      if (at >= source.length()) {
        throw bad("tag without " + close);
      }
      if (nesting == 0 && closes(close)) {
        add(end, "");
        return;
      }
      nesting += token();
    }
  }

  private boolean closes(String close) {
    char c = source.charAt(at);
    int skip = (c == '-' || c == '+') && source.startsWith(close, at + 1) ? 1 : 0;
    if (!source.startsWith(close, at + skip)) {
      return false;
    }
    at += skip + close.length();
    return true;
  }

  /** Reads one token; returns by how much it changes the nesting of brackets. */
  private int token() {
    char c = source.charAt(at);
    if (c == '\'' || c == '"') {
      string(c);
      return 0;
    }
    if (c >= '0' && c <= '9') {
      number();
      return 0;
    }
    if (Character.isUnicodeIdentifierStart(c) || c == '_') {
      int end = at + 1;
      while (end < source.length()
          && (Character.isUnicodeIdentifierPart(source.charAt(end)) || source.charAt(end) == '_')) {
        end++;
      }
      add(Token.Kind.NAME, source.substring(at, end));
      at = end;
      return 0;
    }
    for (String operator : OPERATORS) {
      if (source.startsWith(operator, at)) {
        add(Token.Kind.OPERATOR, operator);
        at += operator.length();
        return switch (operator) {
          case "(", "[", "{" -> 1;
          case ")", "]", "}" -> -1;
          default -> 0;
        };
      }
    }
    throw bad("character " + Character.getName(c));
  }

  private void number() {
    int end = at;
    while (end < source.length()
        && (Character.isLetterOrDigit(source.charAt(end))
            || source.charAt(end) == '_'
            || (source.charAt(end) == '.'
                && end + 1 < source.length()
                && Character.isDigit(source.charAt(end + 1)))
            || ((source.charAt(end) == '+' || source.charAt(end) == '-')
                && (source.charAt(end - 1) == 'e' || source.charAt(end - 1) == 'E')
                && !source.startsWith("0x", at)))) {
      end++;
    }
    add(Token.Kind.NUMBER, source.substring(at, end).replace("_", ""));
    at = end;
  }

  private void string(char quote) {
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw bad("string without end");
    }
    add(Token.Kind.TEXT, PythonEscapes.decode(source.substring(at + 1, end)));
    skipTo(end + 1);
  }

  private void skipTo(int target) {
    for (; at < target; at++) {
      if (source.charAt(at) == '\n') {
        line++;
      }
    }
  }

  private void add(Token.Kind kind, String text) {
    budget.entries(1);
    tokens.add(new Token(kind, text, line));
  }

  private FormatException bad(String what) {
    return new FormatException("line " + line + ": " + what);
  }
}
