package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import java.util.Arrays;

/**
 * Recognises what protocol 0 writes of plain values: numbers, texts, lists, tuples and dicts that
 * imports and calls nothing. Sure when it says yes: such bytes are a pickle from the first to the
 * last one, and no machine has to be asked. Whatever is rarer than that is left to the machine.
 */
final class PlainPickle {
  private static final int LONGEST = 1 << 16;

  /** More digits than these are not looked at. */
  private static final int LONGEST_NUMBER = 40;

  /** What a value on the stack is, as far as a change of it must know. */
  private static final byte VALUE = 0;

  private static final byte LIST = 1;
  private static final byte DICT = 2;
  private static final byte MARK = 3;

  /** With zeros behind, which end everything. */
  private final byte[] bytes;

  private int at;
  private byte[] stack = new byte[32];
  private int depth;
  private int memo;

  private PlainPickle(byte[] bytes) {
    this.bytes = bytes;
  }

  static boolean is(Content content, long offset, Budget budget) {
    long size = content.size() - offset;
    if (size < 2 || size > LONGEST) {
      return false;
    }
    budget.bytes(size);
    byte[] bytes = content.bytes(offset, (int) size);
    int end = bytes.length;
    while (end > 0
        && end > bytes.length - 2
        && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return end > 1
        && bytes[end - 1] == '.'
        && new PlainPickle(Arrays.copyOf(bytes, bytes.length + 2)).reaches(end - 1);
  }

  private boolean reaches(int stop) {
    while (at < stop) {
      if (!step()) {
        return false;
      }
    }
    return at == stop && depth == 1 && stack[0] != MARK;
  }

  private boolean step() {
    switch (bytes[at++]) {
      case '(' -> push(MARK);
      case 'N', ')' -> push(VALUE);
      case ']' -> push(LIST);
      case '}' -> push(DICT);
      case 'V' -> {
        push(VALUE);
        return line() >= 0;
      }
      case 'S' -> {
        push(VALUE);
        return quoted();
      }
      case 'I', 'L' -> {
        push(VALUE);
        return number(false);
      }
      case 'F' -> {
        push(VALUE);
        return number(true);
      }
      case 'p' -> {
        return has(1) && index() == memo++;
      }
      case 'g' -> {
        push(VALUE);
        int index = index();
        return index >= 0 && index < memo;
      }
      case 't' -> {
        return gather(VALUE, false);
      }
      case 'l' -> {
        return gather(LIST, false);
      }
      case 'd' -> {
        return gather(DICT, true);
      }
      case 'a' -> {
        return into(1, LIST);
      }
      case 's' -> {
        return into(2, DICT);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void push(byte what) {
    if (depth == stack.length) {
      stack = Arrays.copyOf(stack, depth * 2);
    }
    stack[depth++] = what;
  }

  private boolean has(int values) {
    for (int i = 1; i <= values; i++) {
      if (depth < i || stack[depth - i] == MARK) {
        return false;
      }
    }
    return true;
  }

  private boolean gather(byte what, boolean pairs) {
    int mark = depth - 1;
    while (mark >= 0 && stack[mark] != MARK) {
      mark--;
    }
    if (mark < 0 || pairs && (depth - mark - 1) % 2 != 0) {
      return false;
    }
    depth = mark;
    push(what);
    return true;
  }

  private boolean into(int values, byte container) {
    if (!has(values + 1) || stack[depth - values - 1] != container) {
      return false;
    }
    depth -= values;
    return true;
  }

  /** Skips a line; its length, or -1 when there is no end of it. */
  private int line() {
    int start = at;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return at < bytes.length ? at++ - start : -1;
  }

  private boolean quoted() {
    int start = at;
    int length = line();
    return length >= 2
        && (bytes[start] == '\'' || bytes[start] == '"')
        && bytes[start + length - 1] == bytes[start];
  }

  /** A decimal that needs no thought; a fraction and an exponent when it is real. */
  private boolean number(boolean real) {
    int start = at;
    at += bytes[at] == '-' ? 1 : 0;
    boolean plain = digits();
    if (real) {
      if (bytes[at] == '.') {
        at++;
        plain &= digits();
      }
      if (bytes[at] == 'e') {
        at++;
        at += bytes[at] == '-' || bytes[at] == '+' ? 1 : 0;
        plain &= digits();
      }
    } else if (bytes[at] == 'L') {
      at++;
    }
    return plain && at - start <= LONGEST_NUMBER && bytes[at++] == '\n';
  }

  /** Whether there are any; never past the last byte, which is no digit. */
  private boolean digits() {
    int start = at;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at > start;
  }

  private int index() {
    int value = 0;
    int start = at;
    while (bytes[at] >= '0' && bytes[at] <= '9' && at - start < 7) {
      value = value * 10 + bytes[at++] - '0';
    }
    return at > start && bytes[at++] == '\n' ? value : -1;
  }
}
