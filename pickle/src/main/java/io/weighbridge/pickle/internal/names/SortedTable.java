package io.weighbridge.pickle.internal.names;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A table in a resource: tab-separated rows, sorted by the bytes of their first column, which is
 * the key. It is searched in place: reading it costs one copy of its bytes and no parsing, since
 * every scan of a small file pays for it. Lines starting with {@code #} come before the rows.
 */
public final class SortedTable {
  private final byte[] bytes;
  private final int first;

  private SortedTable(byte[] bytes) {
    this.bytes = bytes;
    int at = 0;
    while (at < bytes.length && bytes[at] == '#') {
      at = lineEnd(at) + 1;
    }
    this.first = at;
  }

  /** Reads {@code resource} from beside this class. */
  public static SortedTable load(String resource) {
    try (InputStream in = SortedTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing table " + resource);
      }
      return new SortedTable(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("unreadable table " + resource, e);
    }
  }

  static SortedTable of(String text) {
    return new SortedTable(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The row of that key, its cells without the key; empty when there is none. */
  public java.util.Optional<String[]> find(String key) {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    int low = first;
    int high = bytes.length;
    while (low < high) {
      int start = lineStart(low + high >>> 1, low);
      int order = compare(start, wanted);
      if (order == 0) {
        return java.util.Optional.of(cells(start + wanted.length + 1));
      }
      if (order < 0) {
        low = Math.min(high, lineEnd(start) + 1);
      } else {
        high = start;
      }
    }
    return java.util.Optional.empty();
  }

  /** The table's bytes, for the digest of the rule set. */
  public byte[] source() {
    return bytes.clone();
  }

  /** All rows in order, with their keys. */
  public java.util.List<String[]> rows() {
    var rows = new java.util.ArrayList<String[]>();
    for (int at = first; at < bytes.length; at = lineEnd(at) + 1) {
      rows.add(cells(at));
    }
    return rows;
  }

  private String[] cells(int from) {
    return new String(bytes, from, lineEnd(from) - from, StandardCharsets.UTF_8).split("\t", -1);
  }

  private int compare(int start, byte[] key) {
    for (int i = 0; ; i++) {
      int cell = start + i < bytes.length ? bytes[start + i] & 0xff : '\n';
      boolean ends = cell == '\t' || cell == '\n';
      if (i == key.length) {
        return ends ? 0 : 1;
      }
      if (ends) {
        return -1;
      }
      int order = cell - (key[i] & 0xff);
      if (order != 0) {
        return order;
      }
    }
  }

  private int lineStart(int at, int floor) {
    int start = at;
    while (start > floor && bytes[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private int lineEnd(int at) {
    int end = at;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }
}
