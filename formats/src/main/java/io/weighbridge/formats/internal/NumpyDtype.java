package io.weighbridge.formats.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dtype description (numpy.lib.format.descr_to_dtype): a type string, a list of fields, or a pair
 * of a base type and a shape.
 *
 * @param size bytes of one element
 * @param objects whether it holds Python objects anywhere
 * @param known whether all of it was understood
 */
record NumpyDtype(long size, boolean objects, boolean known) {
  private static final NumpyDtype UNKNOWN = new NumpyDtype(0, false, false);

  static NumpyDtype of(@Nullable Object descr) {
    return switch (descr) {
      case String text -> simple(text);
      case List<?> fields -> structured(fields);
      case PythonLiteral.Tuple(var items) when items.size() == 2 -> array(items);
      case null, default -> UNKNOWN;
    };
  }

  /** Byte order, a kind, a size; object, also by its long names, and in comma-separated lists. */
  private static NumpyDtype simple(String text) {
    int at = !text.isEmpty() && "<>|=".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
    if (at == text.length()) {
      return UNKNOWN;
    }
    char kind = text.charAt(at);
    String rest = text.substring(at + 1);
    if (kind == 'O') {
      return new NumpyDtype(8, true, rest.isEmpty() || rest.equals("8") || rest.equals("4"));
    }
    if (text.contains("obj") || text.indexOf('O') >= 0) {
      return new NumpyDtype(0, true, false);
    }
    if ((kind == 'M' || kind == 'm') && rest.startsWith("8")) {
      return new NumpyDtype(8, false, rest.length() == 1 || rest.startsWith("8["));
    }
    long size = digits(rest);
    if (kind == '?' && rest.isEmpty()) {
      return new NumpyDtype(1, false, true);
    }
    boolean known =
        switch (kind) {
          case 'b', 'i', 'u', 'f', 'c' -> size >= 1 && size <= 32;
          case 'S', 'a', 'V', 'U' -> size >= 0;
          default -> false;
        };
    return known ? new NumpyDtype(kind == 'U' ? size * 4 : size, false, true) : UNKNOWN;
  }

  private static NumpyDtype structured(List<?> fields) {
    long size = 0;
    boolean objects = false;
    boolean known = !fields.isEmpty();
    for (Object field : fields) {
      if (!(field instanceof PythonLiteral.Tuple(var items))
          || items.size() < 2
          || items.size() > 3) {
        return new NumpyDtype(0, objects, false);
      }
      NumpyDtype type = of(items.get(1));
      long count = items.size() == 3 ? times(items.get(2)) : 1;
      objects |= type.objects;
      known &= type.known && count >= 0 && type.size * Math.max(count, 0) < Integer.MAX_VALUE;
      size += type.size * Math.max(count, 0);
    }
    return new NumpyDtype(size, objects, known);
  }

  private static NumpyDtype array(List<?> items) {
    NumpyDtype base = of(items.get(0));
    long count = times(items.get(1));
    return new NumpyDtype(base.size * Math.max(count, 0), base.objects, base.known && count >= 0);
  }

  private static long times(@Nullable Object shape) {
    if (shape instanceof Long size) {
      return size >= 0 && size <= Integer.MAX_VALUE ? size : -1;
    }
    if (!(shape instanceof PythonLiteral.Tuple(var sizes))) {
      return -1;
    }
    long count = 1;
    for (Object item : sizes) {
      if (!(item instanceof Long size) || size < 0 || size > Integer.MAX_VALUE) {
        return -1;
      }
      count *= size;
      if (count > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return count;
  }

  private static long digits(String text) {
    if (text.isEmpty() || text.length() > 9) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }
}
