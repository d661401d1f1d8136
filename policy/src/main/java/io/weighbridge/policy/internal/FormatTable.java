package io.weighbridge.policy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the policy needs to know about formats, from {@code formats.tsv}. */
final class FormatTable {
  private static final Map<String, Row> ROWS = load();

  private record Row(boolean pickle, boolean safe) {}

  private FormatTable() {}

  /** Whether loading it runs a pickle machine. */
  static boolean pickle(String format) {
    return ROWS.containsKey(format) && ROWS.get(format).pickle();
  }

  /** Whether it holds weights at all. */
  static boolean weights(String format) {
    return ROWS.containsKey(format);
  }

  /** Whether it holds weights that a loader reads as data and nothing else. */
  static boolean safeWeights(String format) {
    return ROWS.containsKey(format) && ROWS.get(format).safe();
  }

  static Set<String> formats() {
    return ROWS.keySet();
  }

  private static Map<String, Row> load() {
    try (InputStream in = FormatTable.class.getResourceAsStream("formats.tsv")) {
      if (in == null) {
        throw new IllegalStateException("formats.tsv is missing");
      }
      var rows = new HashMap<String, Row>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] cells = line.split("\t", -1);
          rows.put(cells[0], new Row(cells[1].equals("pickle"), cells[2].equals("yes")));
        }
      }
      return Map.copyOf(rows);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable formats.tsv", e);
    }
  }
}
