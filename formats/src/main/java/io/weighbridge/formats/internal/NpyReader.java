package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and checks an npy header. */
public final class NpyReader {
  /** numpy refuses headers above 10,000 characters unless told otherwise; this is that choice. */
  private static final int MOST_HEADER = 1 << 20;

  private final Content content;
  private final List<Problem> problems = new ArrayList<>();
  private String descr = "";
  private List<Long> shape = List.of();
  private boolean objects;
  private long dataOffset;
  private long dataLength;

  private NpyReader(Content content) {
    this.content = content;
  }

  public static NpyReader read(Content content, Budget budget) {
    var reader = new NpyReader(content);
    reader.header(new Cursor(content, budget, 6));
    return reader;
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  public String descr() {
    return descr;
  }

  public List<Long> shape() {
    return shape;
  }

  public boolean holdsObjects() {
    return objects;
  }

  public long dataOffset() {
    return dataOffset;
  }

  /** Bytes that the array takes, as far as they are there. */
  public long dataLength() {
    return dataLength;
  }

  private void header(Cursor in) {
    int major = in.u8();
    int minor = in.u8();
    if (major < 1 || major > 3 || minor != 0) {
      problems.add(new Problem("npy/header", "version " + major + "." + minor, 6));
    }
    long length = major == 1 ? in.u16() : in.u32();
    if (length > MOST_HEADER || length > in.remaining()) {
      problems.add(new Problem("npy/header", "header of " + length + " bytes", 8));
      return;
    }
    byte[] bytes = in.bytes((int) length);
    dataOffset = in.position();
    var charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    String text = new String(bytes, charset);
    Object literal;
    try {
      literal = PythonLiteral.parse(text);
    } catch (FormatException e) {
      problems.add(
          new Problem("npy/header-not-literal", "the header is no literal: " + e.getMessage(), 10));
      // numpy refuses it; a reader that evaluates it decides what follows.
      objects = true;
      return;
    }
    if (!(literal instanceof Map<?, ?> fields)
        || !fields.keySet().equals(java.util.Set.of("descr", "fortran_order", "shape"))
        || !(fields.get("fortran_order") instanceof Boolean)) {
      problems.add(new Problem("npy/header", "not the three fields of an npy header", 10));
      objects = true;
      return;
    }
    descr = String.valueOf(fields.get("descr"));
    NumpyDtype dtype = NumpyDtype.of(fields.get("descr"));
    objects = dtype.objects();
    if (!dtype.known()) {
      problems.add(new Problem("npy/dtype", "dtype that is not understood: " + descr, 10));
    }
    long count = count(fields.get("shape"));
    long room = content.size() - dataOffset;
    if (count < 0) {
      problems.add(new Problem("npy/shape", "shape " + fields.get("shape"), 10));
      return;
    }
    if (objects || !dtype.known()) {
      return;
    }
    boolean overflow = dtype.size() > 0 && count > Long.MAX_VALUE / dtype.size();
    long expected = overflow ? Long.MAX_VALUE : count * dtype.size();
    dataLength = Math.min(room, expected);
    if (expected != room) {
      problems.add(
          new Problem(
              expected > room ? "npy/truncated" : "npy/trailing-data",
              "the array takes " + expected + " bytes, " + room + " are there",
              dataOffset));
    }
  }

  /** Elements, or -1 when the shape is no tuple of sizes or their product overflows. */
  private long count(@Nullable Object literal) {
    if (!(literal instanceof PythonLiteral.Tuple(var items))) {
      return -1;
    }
    long count = 1;
    var sizes = new ArrayList<Long>();
    for (Object item : items) {
      if (!(item instanceof Long size) || size < 0) {
        return -1;
      }
      sizes.add(size);
      if (size > 0 && count > Long.MAX_VALUE / size) {
        return -1;
      }
      count *= size;
    }
    shape = List.copyOf(sizes);
    return count;
  }
}
