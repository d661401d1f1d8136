package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.Inventory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A data table of this module: rows of tab-separated cells; {@code #} starts a comment line. */
public final class Table {
  private Table() {}

  /** The rows, each padded to {@code columns} cells. */
  public static List<List<String>> rows(String name, int columns) {
    var rows = new ArrayList<List<String>>();
    for (String line : new String(bytes(name), StandardCharsets.UTF_8).split("\n", -1)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var cells = new ArrayList<>(List.of(line.split("\t", -1)));
      if (cells.size() > columns) {
        throw new IllegalStateException(name + ": too many cells: " + line);
      }
      while (cells.size() < columns) {
        cells.add("");
      }
      rows.add(List.copyOf(cells));
    }
    return rows;
  }

  /** The table's bytes, for the digest that tells an old cache from a new one. */
  static byte[] bytes(String name) {
    try (InputStream in = Inventory.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing table " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("unreadable table " + name, e);
    }
  }
}
