package io.weighbridge.cli.internal;

import java.util.Collection;
import java.util.Optional;

/** The known word that a mistyped one was probably meant to be. */
final class Nearest {
  private Nearest() {}

  /** The nearest word within two edits (one for short words), if any. */
  static Optional<String> of(String typed, Collection<String> known) {
    int limit = typed.length() <= 3 ? 1 : 2;
    return known.stream()
        .filter(word -> distance(typed, word) <= limit)
        .min(java.util.Comparator.comparingInt(word -> distance(typed, word)));
  }

  /** Damerau-Levenshtein distance, optimal string alignment: a swap of neighbours counts one. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
