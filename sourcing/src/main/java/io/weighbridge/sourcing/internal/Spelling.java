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

  /** Which letters and digits occur, as bits; two names within two edits differ in four at most. */
  int letterSet() {
    return letters32(squeezed);
  }

  /**
   * Whether a publisher's name may be imitated by this one: another with a word more or less, or
   * nearly as long and of nearly the same letters. Cheap; {@link PublisherRelation} decides.
   */
  boolean mayImitate(String other) {
    if (squeezed.isEmpty() || other.isEmpty()) {
      return false;
    }
    if (!squeezed.chars().allMatch(c -> c < 128)) {
      return true;
    }
    String lower = other.toLowerCase(Locale.ROOT);
    int different = Integer.bitCount(letters32(lower) ^ letters32(squeezed));
    return Math.abs(lower.length() - squeezed.length()) <= 4 && different <= 7
        || beginsAlike(lower)
        || endsAlike(lower);
  }

  private boolean beginsAlike(String lower) {
    String own = words.getFirst();
    int most = Math.min(3, Math.min(own.length(), lower.length()));
    return lower.regionMatches(0, own, 0, most) || sharesWord(lower);
  }

  private boolean endsAlike(String lower) {
    int most = Math.min(3, Math.min(squeezed.length(), lower.length()));
    return lower.regionMatches(lower.length() - most, squeezed, squeezed.length() - most, most);
  }

  private boolean sharesWord(String lower) {
    for (String word : words) {
      if (word.length() > 2 && lower.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static int letters32(String text) {
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      if (!isDelimiter(text.charAt(i))) {
        letters |= 1 << (text.charAt(i) & 31);
      }
    }
    return letters;
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

  static boolean isDelimiter(char c) {
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
