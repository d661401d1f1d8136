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
  private int names;

  Words copy() {
    var copy = new Words();
    copy.uses.putAll(uses);
    copy.names = names;
    return copy;
  }

  void add(Spelling name) {
    names++;
    var different = new HashSet<>(name.words());
    different.addAll(name.runs());
    different.forEach(word -> uses.merge(word, 1, Integer::sum));
  }

  boolean knows(String word) {
    return uses.getOrDefault(word, 0) > names / 100_000;
  }
}
