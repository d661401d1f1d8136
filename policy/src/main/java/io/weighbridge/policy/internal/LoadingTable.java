package io.weighbridge.policy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** File names that ordinary loaders look for, from {@code loading.tsv}. */
final class LoadingTable {
  private static final List<Row> ROWS = load();
  // model.safetensors, model.fp16.safetensors; never a shard, which only an index makes complete
  private static final Pattern VARIANT = Pattern.compile("(\\.[A-Za-z0-9_]+)?\\.safetensors");

  private record Row(String kind, String name) {
    boolean matches(String file) {
      return name.startsWith("*") ? file.endsWith(name.substring(1)) : name.equals(file);
    }
  }

  private LoadingTable() {}

  static boolean config(String fileName) {
    return is("config", fileName);
  }

  static boolean pipeline(String fileName) {
    return is("pipeline", fileName);
  }

  /** Whether the model needs it beside its weights. */
  static boolean companion(String fileName) {
    return is("companion", fileName) || config(fileName) || pipeline(fileName);
  }

  /** Whether a loader finds these safetensors by itself. */
  static boolean standardWeights(String fileName) {
    return ROWS.stream()
        .filter(row -> row.kind().equals("weights") && fileName.startsWith(row.name()))
        .anyMatch(row -> VARIANT.matcher(fileName.substring(row.name().length())).matches());
  }

  private static boolean is(String kind, String fileName) {
    return ROWS.stream().anyMatch(row -> row.kind().equals(kind) && row.matches(fileName));
  }

  private static List<Row> load() {
    try (InputStream in = LoadingTable.class.getResourceAsStream("loading.tsv")) {
      if (in == null) {
        throw new IllegalStateException("loading.tsv is missing");
      }
      var rows = new ArrayList<Row>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] cells = line.split("\t", -1);
          rows.add(new Row(cells[0], cells[1]));
        }
      }
      return List.copyOf(rows);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable loading.tsv", e);
    }
  }
}
