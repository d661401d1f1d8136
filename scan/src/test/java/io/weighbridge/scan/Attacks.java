package io.weighbridge.scan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All attacks by the word that the table of advisories calls them by. */
final class Attacks {
  private static final Map<String, Attack> ALL = new HashMap<>();

  static {
    ALL.putAll(PickleAttacks.all());
    ALL.putAll(ContainerAttacks.all());
    ALL.putAll(ModelAttacks.all());
    ALL.putAll(GgufAttacks.all());
    ALL.putAll(RepositoryAttacks.all());
  }

  private Attacks() {}

  /** The repositories that show it; the first word chooses, the others are its arguments. */
  static List<Sample> write(List<String> words) {
    Attack attack = ALL.get(words.getFirst());
    if (attack == null) {
      throw new IllegalArgumentException("no attack " + words.getFirst());
    }
    return attack.write(words.subList(1, words.size()));
  }
}
