package io.weighbridge.pickle.internal.decode;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.pickle.Opcode;

/** Finds where a pickle may start. */
public final class Resync {
  private static final int HIGHEST_PROTOCOL = 5;

  /** GLOBAL within protocol 0 or 1: {@code c}, a module, a newline. */
  private static final int LONGEST_MODULE = 64;

  private Resync() {}

  /** The first offset from {@code from} on that is neither NUL nor white space. */
  public static long afterPadding(Content content, long from, Budget budget) {
    var window = new Window(content, from, budget);
    while (true) {
      int next = window.next();
      if (next != 0 && next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next < 0 ? content.size() : window.position() - 1;
      }
    }
  }

  /** The first offset from {@code from} on where a pickle may start, or -1. */
  public static long nextCandidate(Content content, long from, Budget budget) {
    if (from >= content.size()) {
      return -1;
    }
    var window = new Window(content, from, budget);
    while (window.require(2)) {
      int first = window.peek(0);
      boolean found =
          switch (first) {
            case 0x80 -> window.peek(1) <= HIGHEST_PROTOCOL && opcodeFollows(window);
            case 'c', 'i' -> globalFollows(window);
            default -> false;
          };
      if (found) {
        return window.position();
      }
      window.skip(1);
    }
    return -1;
  }

  private static boolean opcodeFollows(Window window) {
    return window.require(3) && Opcode.of(window.peek(2)) != null;
  }

  private static boolean globalFollows(Window window) {
    int at = 1;
    for (int lines = 0; lines < 2; lines++) {
      int start = at;
      while (at - start < LONGEST_MODULE && window.require(at + 1) && isName(window.peek(at))) {
        at++;
      }
      if (at == start || !window.require(at + 1) || window.peek(at) != '\n') {
        return false;
      }
      at++;
    }
    return true;
  }

  private static boolean isName(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '.';
  }
}
