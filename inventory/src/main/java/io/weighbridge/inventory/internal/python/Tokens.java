package io.weighbridge.inventory.internal.python;

import java.util.Arrays;
import java.util.List;

/**
 * Python's tokens (language reference, chapter 2), read tolerantly: Python 2, unfinished strings
 * and brackets, and whatever a notebook or a documentation example holds. Never fails.
 */
final class Tokens {
  static final byte NAME = 0;
  static final byte STRING = 1;
  static final byte NUMBER = 2;
  static final byte OP = 3;
  static final byte NEWLINE = 4;
  static final byte END = 5;

  private static final List<String> STATEMENTS =
      List.of(
          "def ", "class ", "import ", "return ", "raise ", "while ", "with ", "try:", "pass\n");

  private final String chars;
  private byte[] kinds = new byte[1024];
  private int[] starts = new int[1024];
  private int[] ends = new int[1024];
  private int count;
  private int at;
  private int depth;

  private Tokens(String chars, int from) {
    this.chars = chars;
    this.at = from;
  }

  /** Tokens of {@code chars[from, to)}. */
  static Tokens of(String chars, int from, int to) {
    var tokens = new Tokens(chars, from);
    tokens.read(to);
    return tokens;
  }

  private void read(int to) {
    while (at < to) {
      char c = chars.charAt(at);
      if (c == '\n') {
        newline(to);
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
        at++;
      } else if (c == '#') {
        int end = chars.indexOf('\n', at);
        at = end < 0 ? to : Math.min(end, to);
      } else if (c == '\\'
          && at + 1 < to
          && (chars.charAt(at + 1) == '\n' || chars.charAt(at + 1) == '\r')) {
        at += chars.charAt(at + 1) == '\r' && at + 2 < to ? 3 : 2;
      } else if (c == '"' || c == '\'') {
        string(at, to);
      } else if (Character.isJavaIdentifierStart(c)) {
        word(to);
      } else if (c >= '0' && c <= '9') {
        int start = at;
        while (at < to
            && (Character.isJavaIdentifierPart(chars.charAt(at)) || chars.charAt(at) == '.')) {
          at++;
        }
        add(NUMBER, start, at);
      } else {
        operator(c, to);
      }
    }
    add(NEWLINE, to, to);
    add(END, to, to);
  }

  /**
   * Ends a statement outside brackets; a bracket that nobody closes ends at the next definition.
   */
  private void newline(int to) {
    if (depth > 0 && startsDefinition(at + 1, to)) {
      depth = 0;
    }
    if (depth == 0 && count > 0 && kinds[count - 1] != NEWLINE) {
      add(NEWLINE, at, at + 1);
    }
    at++;
  }

  /** Whether a line begins with a word that no bracket can hold there. */
  private boolean startsDefinition(int from, int to) {
    int start = from;
    while (start < to && (chars.charAt(start) == ' ' || chars.charAt(start) == '\t')) {
      start++;
    }
    for (String word : STATEMENTS) {
      if (chars.startsWith(word, start)) {
        return true;
      }
    }
    int line = chars.indexOf('\n', start);
    return chars.startsWith("from ", start)
        && chars.substring(start, line < 0 ? to : Math.min(line, to)).contains(" import ");
  }

  private void word(int to) {
    int start = at;
    while (at < to && Character.isJavaIdentifierPart(chars.charAt(at))) {
      at++;
    }
    if (at < to
        && at - start <= 2
        && (chars.charAt(at) == '"' || chars.charAt(at) == '\'')
        && isPrefix(start)) {
      string(start, to);
    } else {
      add(NAME, start, at);
    }
  }

  private boolean isPrefix(int start) {
    for (int i = start; i < at; i++) {
      if ("rRbBuUfFtT".indexOf(chars.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Reads a string whose quote is at {@code at}. */
  private void string(int start, int to) {
    char quote = chars.charAt(at);
    boolean triple = at + 2 < to && chars.charAt(at + 1) == quote && chars.charAt(at + 2) == quote;
    at += triple ? 3 : 1;
    while (at < to) {
      char c = chars.charAt(at);
      if (c == '\\') {
        at = Math.min(at + 2, to);
      } else if (c == quote && !triple) {
        at++;
        break;
      } else if (c == quote
          && at + 2 < to + 0
          && chars.charAt(at + 1) == quote
          && chars.charAt(at + 2) == quote) {
        at += 3;
        break;
      } else if (c == '\n' && !triple) {
        break;
      } else {
        at++;
      }
    }
    add(STRING, start, at);
  }

  private void operator(char c, int to) {
    int start = at++;
    switch (c) {
      case '(', '[', '{' -> depth++;
      case ')', ']', '}' -> depth = Math.max(0, depth - 1);
      default -> {
        char next = at < to ? chars.charAt(at) : ' ';
        boolean pair =
            next == '=' && "=!<>:+-*/%&|^@".indexOf(c) >= 0
                || next == c && "*/<>".indexOf(c) >= 0
                || c == '-' && next == '>';
        if (pair) {
          at++;
        }
      }
    }
    add(OP, start, at);
  }

  private void add(byte kind, int start, int end) {
    if (count == kinds.length) {
      kinds = Arrays.copyOf(kinds, count * 2);
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count++] = end;
  }

  byte kind(int index) {
    return index < count ? kinds[index] : END;
  }

  int start(int index) {
    return starts[Math.min(index, count - 1)];
  }

  int end(int index) {
    return ends[Math.min(index, count - 1)];
  }

  boolean is(int index, String text) {
    return kind(index) <= OP
        && ends[index] - starts[index] == text.length()
        && chars.startsWith(text, starts[index])
        && kind(index) != STRING;
  }

  String text(int index) {
    return chars.substring(start(index), end(index));
  }

  /** Spaces before the first token of a line; a tab counts to the next multiple of eight. */
  int column(int index) {
    int from = chars.lastIndexOf('\n', start(index) - 1) + 1;
    int column = 0;
    for (int i = from; i < start(index); i++) {
      column += chars.charAt(i) == '\t' ? 8 - column % 8 : 1;
    }
    return column;
  }
}
