package io.weighbridge.inventory.internal;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code words.tsv} and {@code legacy-names.txt}: what a string is by the words in it. */
final class Words {
  private static final Map<String, Set<String>> LISTS = lists();
  private static final Set<String> LEGACY = legacy();

  private Words() {}

  private static Map<String, Set<String>> lists() {
    var lists = new HashMap<String, Set<String>>();
    for (List<String> row : Table.rows("words.tsv", 3)) {
      lists.computeIfAbsent(row.get(0), _ -> new HashSet<>()).add(row.get(1));
    }
    return lists;
  }

  private static Set<String> legacy() {
    String text = new String(Table.bytes("legacy-names.txt"), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  static boolean in(String list, String word) {
    return LISTS.getOrDefault(list, Set.of()).contains(word.toLowerCase(Locale.ROOT));
  }

  static boolean isLegacy(String name) {
    return LEGACY.contains(name);
  }

  static boolean endsLikeFile(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && in("suffix", name.substring(dot));
  }

  /** Whether the name of a setting, variable or argument says that its value is a model. */
  static boolean isModelKey(String key) {
    boolean model = false;
    for (String word : split(key)) {
      if (in("unkey", word)) {
        return false;
      }
      model |= in("key", word);
    }
    return model || key.toLowerCase(Locale.ROOT).endsWith("repo_id");
  }

  /** Whether the name of a setting says that its value is a data set, an image, a file. */
  static boolean isOtherKey(String key) {
    for (String word : split(key)) {
      if (word.startsWith("dataset")
          || word.equals("image")
          || word.equals("license")
          || word.equals("task")) {
        return true;
      }
    }
    return false;
  }

  /** {@code modelName}, {@code MODEL_NAME} and {@code --model-name} into words. */
  private static String[] split(String key) {
    return key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT)
        .split("[^a-z0-9]+", -1);
  }
}
