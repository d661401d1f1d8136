package io.weighbridge.formats.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A table of this module's resources: tab-separated, {@code #} begins a comment line. */
final class Table {
  private Table() {}

  static List<String[]> rows(Class<?> anchor, String name, int columns) {
    try (InputStream in = anchor.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing table " + name);
      }
      var rows = new ArrayList<String[]>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] cells = line.split("\t", -1);
        if (cells.length != columns) {
          throw new IllegalStateException(name + ": " + line);
        }
        rows.add(cells);
      }
      return rows;
    } catch (IOException e) {
      throw new IllegalStateException("unreadable table " + name, e);
    }
  }
}
