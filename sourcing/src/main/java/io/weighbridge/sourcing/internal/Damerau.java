package io.weighbridge.sourcing.internal;

/**
 * Edits between two strings: insert, delete, replace, swap of neighbours (optimal string alignment,
 * Damerau 1964), cut off at a bound.
 */
final class Damerau {
  private Damerau() {}

  /** The distance when it is at most {@code bound}, else -1. */
  static int within(String a, String b, int bound) {
    if (Math.abs(a.length() - b.length()) > bound) {
      return -1;
    }
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] now = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      now[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int value = Math.min(Math.min(now[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          value = Math.min(value, before[j - 2] + 1);
        }
        now[j] = value;
        least = Math.min(least, value);
      }
      if (least > bound) {
        return -1;
      }
      int[] free = before;
      before = last;
      last = now;
      now = free;
    }
    return last[b.length()] <= bound ? last[b.length()] : -1;
  }
}
