package io.weighbridge.formats.internal;

import io.weighbridge.formats.Formats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tensor types of GGUF, from {@code ggml-types.tsv}. */
final class GgmlTypes {
  private record Type(String name, int elements, int bytes) {}

  private static final Map<Integer, Type> TYPES = load();

  private GgmlTypes() {}

  private static Map<Integer, Type> load() {
    var types = new HashMap<Integer, Type>();
    for (String[] row : Table.rows(Formats.class, "ggml-types.tsv", 4)) {
      types.put(
          Integer.valueOf(row[0]),
          new Type(row[1], Integer.parseInt(row[2]), Integer.parseInt(row[3])));
    }
    return types;
  }

  static String name(int type) {
    Type known = TYPES.get(type);
    return known == null ? "type " + type : known.name();
  }

  /** Bytes of a tensor; -1 when the type is unknown, or the shape impossible for it. */
  static long size(int type, List<Long> shape) {
    Type known = TYPES.get(type);
    if (known == null) {
      return -1;
    }
    long elements = 1;
    for (long dimension : shape) {
      if (dimension <= 0 || elements > (1L << 58) / dimension) {
        return -1;
      }
      elements *= dimension;
    }
    long row = shape.isEmpty() ? 1 : shape.getFirst();
    return row % known.elements() != 0 ? -1 : elements / known.elements() * known.bytes();
  }
}
