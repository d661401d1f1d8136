package io.weighbridge.sourcing.internal;

/**
 * How a word sounds, roughly: spellings of one sound fall together (after Philips, Hanging on the
 * Metaphone, Computer Language 7(12), 1990; only what does not depend on the language).
 */
final class Sounds {
  private static final String[][] SAME = {
    {"ph", "f"},
    {"ck", "k"},
    {"qu", "kw"},
    {"q", "k"},
    {"x", "ks"},
    {"c", "k"},
    {"z", "s"},
    {"y", "i"},
    {"ei", "ie"},
    {"ou", "u"},
    {"oo", "u"}
  };

  private Sounds() {}

  static String of(String lower) {
    String sound = lower;
    for (String[] pair : SAME) {
      sound = sound.replace(pair[0], pair[1]);
    }
    return sound;
  }
}
