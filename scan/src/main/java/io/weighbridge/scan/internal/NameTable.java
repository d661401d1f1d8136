package io.weighbridge.scan.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Names with a meaning, from {@code names.tsv}: columns kind, names separated by spaces, source. A
 * name that ends in a dot stands for everything below it. A row of the form {@code name=meaning}
 * (kinds {@code spdx} and {@code licence-text}) is one pair. Loaded once.
 */
public final class NameTable {
  static final String RESOURCE = "names.tsv";

  private static final class Holder {
    static final NameTable TABLE = load();
  }

  private final Map<String, Set<String>> names;
  private final Map<String, Map<String, String>> pairs;

  private NameTable(Map<String, Set<String>> names, Map<String, Map<String, String>> pairs) {
    this.names = names;
    this.pairs = pairs;
  }

  public static NameTable get() {
    return Holder.TABLE;
  }

  /** Whether the table lists exactly that name. */
  public boolean has(String kind, String name) {
    Set<String> listed = names.get(kind);
    return listed != null && listed.contains(name);
  }

  /** Whether the table lists a dotted name, or a package that it lies in. */
  public boolean covers(String kind, String dotted) {
    Set<String> listed = names.get(kind);
    if (listed == null) {
      return false;
    }
    if (listed.contains(dotted)) {
      return true;
    }
    for (int dot = dotted.indexOf('.'); dot >= 0; dot = dotted.indexOf('.', dot + 1)) {
      if (listed.contains(dotted.substring(0, dot + 1))) {
        return true;
      }
    }
    return false;
  }

  /** What a row of {@code name=meaning} pairs says about a name. */
  public Optional<String> meaning(String kind, String name) {
    Map<String, String> listed = pairs.get(kind);
    return listed == null ? Optional.empty() : Optional.ofNullable(listed.get(name));
  }

  /** Hands over all pairs of a kind. */
  public void each(String kind, BiConsumer<String, String> action) {
    Map<String, String> listed = pairs.get(kind);
    if (listed != null) {
      listed.forEach(action);
    }
  }

  private static NameTable load() {
    var table = new HashMap<String, Set<String>>();
    var pairs = new HashMap<String, Map<String, String>>();
    try (InputStream in = io.weighbridge.scan.Scanner.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("missing " + RESOURCE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.split("\n", -1)) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] cells = line.split("\t", -1);
        if (cells.length != 3) {
          throw new IllegalStateException(RESOURCE + ": " + line);
        }
        if (cells[0].equals("spdx") || cells[0].equals("licence-text")) {
          int sign = cells[1].indexOf('=');
          Map<String, String> listed = pairs.computeIfAbsent(cells[0], _ -> new LinkedHashMap<>());
          listed.put(cells[1].substring(0, sign), cells[1].substring(sign + 1));
          continue;
        }
        Set<String> names = table.computeIfAbsent(cells[0], _ -> new HashSet<>());
        for (String name : cells[1].split(" ", -1)) {
          names.add(name);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("unreadable " + RESOURCE, e);
    }
    return new NameTable(Map.copyOf(table), Map.copyOf(pairs));
  }
}
