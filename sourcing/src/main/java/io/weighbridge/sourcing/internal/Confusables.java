package io.weighbridge.sourcing.internal;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Characters that look alike, by the table {@code confusables.tsv}. */
final class Confusables {
  private static final char[] ASCII = new char[128];
  private static final Map<Character, Character> OTHERS = new HashMap<>();
  private static final List<String> PAIRS = new ArrayList<>();

  static {
    for (char c = 0; c < ASCII.length; c++) {
      ASCII[c] = c;
    }
    for (String[] row : Table.rows("confusables.tsv", 3)) {
      char folded = row[1].charAt(0);
      if (row[0].length() == 2) {
        PAIRS.add(row[0] + folded);
      } else if (row[0].charAt(0) < ASCII.length) {
        ASCII[row[0].charAt(0)] = folded;
      } else {
        OTHERS.put(row[0].charAt(0), folded);
      }
    }
  }

  private Confusables() {}

  /** The text with each character folded to the one that stands for all that look like it. */
  static String skeleton(String lower) {
    String text = isAscii(lower) ? lower : Normalizer.normalize(lower, Normalizer.Form.NFKC);
    var skeleton = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char pair = pair(text, i);
      if (pair != 0) {
        skeleton.append(pair);
        i++;
      } else {
        char c = text.charAt(i);
        skeleton.append(c < ASCII.length ? ASCII[c] : OTHERS.getOrDefault(c, c));
      }
    }
    return skeleton.toString();
  }

  private static char pair(String text, int at) {
    for (String pair : PAIRS) {
      if (at + 1 < text.length()
          && text.charAt(at) == pair.charAt(0)
          && text.charAt(at + 1) == pair.charAt(1)) {
        return pair.charAt(2);
      }
    }
    return 0;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= ASCII.length) {
        return false;
      }
    }
    return true;
  }
}
