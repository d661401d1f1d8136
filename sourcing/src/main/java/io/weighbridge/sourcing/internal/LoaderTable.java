package io.weighbridge.sourcing.internal;

import io.weighbridge.sourcing.Loading.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rows of {@code loaders.tsv}, by loader, in their order. */
final class LoaderTable {
  /** One row; {@code runs} is {@link Runs#DATA} where the column is empty. */
  record Row(String step, String pattern, String runsText, String under) {
    Runs runs() {
      return runsText.isEmpty() ? Runs.DATA : Runs.valueOf(runsText.toUpperCase(Locale.ROOT));
    }

    /** The file of {@code FILE#KEY}, or the pattern itself. */
    String file() {
      int key = pattern.indexOf('#');
      return key < 0 ? pattern : pattern.substring(0, key);
    }

    /** The key of {@code FILE#KEY}; empty when there is none. */
    String key() {
      int key = pattern.indexOf('#');
      return key < 0 ? "" : pattern.substring(key + 1);
    }

    /** Whether a file of that name is meant; {@code *} stands for any characters. */
    boolean matches(String name) {
      return matches(file(), name);
    }

    private static boolean matches(String pattern, String name) {
      int star = pattern.indexOf('*');
      if (star < 0) {
        return pattern.equals(name);
      }
      String before = pattern.substring(0, star);
      String after = pattern.substring(star + 1);
      return name.length() >= before.length() + after.length()
          && name.startsWith(before)
          && name.endsWith(after);
    }
  }

  static final Map<String, List<Row>> LOADERS = load();

  private LoaderTable() {}

  private static Map<String, List<Row>> load() {
    var loaders = new LinkedHashMap<String, List<Row>>();
    for (String[] cells : Table.rows("loaders.tsv", 6)) {
      loaders
          .computeIfAbsent(cells[0], loader -> new ArrayList<>())
          .add(new Row(cells[1], cells[2], cells[3], cells[4]));
    }
    return loaders;
  }

  static List<Row> steps(String loader, String step) {
    return LOADERS.getOrDefault(loader, List.of()).stream()
        .filter(row -> row.step().equals(step))
        .toList();
  }
}
