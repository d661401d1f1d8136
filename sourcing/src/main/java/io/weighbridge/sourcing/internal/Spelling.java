package io.weighbridge.sourcing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The forms of a name in which it is compared.
 *
 * @param lower without case, as hubs compare
 * @param words between delimiters
 * @param squeezed without delimiters
 * @param skeleton squeezed, with characters that look alike folded together (TR39)
 * @param digits the runs of digits: another number is another model
 * @param runs the words cut where letters meet digits: {@code [qwen, 2, 5, 7, b]}
 */
record Spelling(
    String lower,
    List<String> words,
    String squeezed,
    String skeleton,
    String digits,
    List<String> runs) {

  static Spelling of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> words = words(lower);
    String squeezed = String.join("", words);
    return new Spelling(
        lower, words, squeezed, Confusables.skeleton(squeezed), digits(lower), runs(words));
  }

  // By hand: at start-up this runs for thousands of names.
  private static List<String> words(String lower) {
    var words = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i <= lower.length(); i++) {
      if (i == lower.length() || isDelimiter(lower.charAt(i))) {
        if (i > start) {
          words.add(lower.substring(start, i));
        }
        start = i + 1;
      }
    }
    return List.copyOf(words);
  }

  private static boolean isDelimiter(char c) {
    return c == '-' || c == '_' || c == '.' || c == ' ' || c == '/';
  }

  /** Runs of digits, separated by commas. */
  static String digits(String lower) {
    var digits = new StringBuilder();
    for (int i = 0; i < lower.length(); i++) {
      if (isDigit(lower.charAt(i))) {
        if (i == 0 || !isDigit(lower.charAt(i - 1))) {
          digits.append(',');
        }
        digits.append(lower.charAt(i));
      }
    }
    return digits.toString();
  }

  private static List<String> runs(List<String> words) {
    var runs = new ArrayList<String>();
    for (String word : words) {
      int start = 0;
      for (int i = 1; i <= word.length(); i++) {
        if (i == word.length() || isDigit(word.charAt(i)) != isDigit(word.charAt(i - 1))) {
          runs.add(word.substring(start, i));
          start = i;
        }
      }
    }
    return List.copyOf(runs);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** How many of the characters are letters. */
  static int letters(String text) {
    return (int) text.chars().filter(c -> c >= 'a' && c <= 'z').count();
  }
}
