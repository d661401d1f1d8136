package io.weighbridge.sourcing.internal;

/** What was done to a word, in words. */
final class Edits {
  private static final String[] KEYBOARD = {"qwertyuiop", "asdfghjkl", "zxcvbnm"}; // QWERTY

  private Edits() {}

  /** The difference of two texts that are {@code distance} edits apart, for a sentence. */
  static String describe(String asked, String original, int distance) {
    if (distance != 1) {
      return distance + " letters differ";
    }
    int from = 0;
    int shorter = Math.min(asked.length(), original.length());
    while (from < shorter && asked.charAt(from) == original.charAt(from)) {
      from++;
    }
    if (asked.length() < original.length()) {
      return quoted(original.charAt(from)) + " left out";
    }
    if (asked.length() > original.length()) {
      char extra = asked.charAt(from);
      boolean doubled = from > 0 && asked.charAt(from - 1) == extra;
      return quoted(extra) + (doubled ? " doubled" : " added");
    }
    char now = asked.charAt(from);
    char then = original.charAt(from);
    boolean swapped =
        from + 1 < asked.length()
            && now == original.charAt(from + 1)
            && then == asked.charAt(from + 1);
    return swapped
        ? quoted(then) + " and " + quoted(now) + " swapped"
        : quoted(now) + " for " + quoted(then) + (beside(now, then) ? ", the key beside" : "");
  }

  private static boolean beside(char a, char b) {
    for (String row : KEYBOARD) {
      int at = row.indexOf(a);
      if (at >= 0 && row.indexOf(b) >= 0 && Math.abs(at - row.indexOf(b)) == 1) {
        return true;
      }
    }
    return false;
  }

  private static String quoted(char c) {
    return "\"" + c + "\"";
  }
}
