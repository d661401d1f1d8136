package io.weighbridge.sourcing.internal;

import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.SourcingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A small data file: tab-separated rows, comments after {@code #}. */
final class Table {
  private Table() {}

  /** The rows, each of that many cells; anything else is a broken build. */
  static List<String[]> rows(String resource, int cells) {
    try (InputStream in = NameIndex.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new SourcingException(resource + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> cells(resource, line, cells))
          .toList();
    } catch (IOException e) {
      throw new SourcingException(resource + " cannot be read: " + e.getMessage());
    }
  }

  private static String[] cells(String resource, String line, int count) {
    String[] cells = line.split("\t", -1);
    if (cells.length != count) {
      throw new SourcingException(resource + " has a row without " + count + " cells: " + line);
    }
    return cells;
  }
}
