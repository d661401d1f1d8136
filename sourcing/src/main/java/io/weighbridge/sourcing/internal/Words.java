package io.weighbridge.sourcing.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * The words of the protected names, and the runs of letters in them: a word that honest names use
 * is no misspelling of another ({@code bart} is not a {@code bert} mistyped). In a large index a
 * word must be used more than a few times to count, since some of its names are misspelt
 * themselves.
 */
final class Words {
  private final Map<String, Integer> uses = new HashMap<>();
  private final Map<String, Integer> first = new HashMap<>();
  private int names;

  Words copy() {
    var copy = new Words();
    copy.uses.putAll(uses);
    copy.first.putAll(first);
    copy.names = names;
    return copy;
  }

  void add(Spelling name) {
    names++;
    var different = new HashSet<>(name.words());
    different.addAll(name.runs());
    different.forEach(word -> uses.merge(word, 1, Integer::sum));
    if (!name.words().isEmpty()) {
      first.merge(name.words().getFirst(), 1, Integer::sum);
    }
  }

  boolean knows(String word) {
    return uses.getOrDefault(word, 0) > names / 100_000;
  }

  /** A word that one name in a hundred carries ({@code base}, {@code large}): easily left out. */
  boolean common(String word) {
    return uses.getOrDefault(word, 0) >= Math.max(2, names / 100);
  }

  /** A word that names carry and seldom begin with: a name that does has lost its beginning. */
  boolean seldomFirst(String word) {
    int all = uses.getOrDefault(word, 0);
    return all >= Math.max(2, names / 200) && first.getOrDefault(word, 0) * 4 <= all;
  }
}
