package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.FormatException;
import io.weighbridge.formats.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads and checks the header of a GGUF file. */
public final class GgufReader {
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  /** Sizes of the value types by id; 0 for those without a fixed one. */
  private static final int[] SIZES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  private static final int MOST_NAME = 1 << 16;
  private static final int MOST_TEXT = 4 << 20;
  private static final long MOST_KEPT = 32 << 20;

  /** Texts of longer arrays are vocabularies, not templates. */
  private static final int SHORT_ARRAY = 256;

  private final Content content;
  private final Budget budget;
  private final Cursor in;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Set<String> keys = new LinkedHashSet<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private long kept;
  private boolean wide;
  private long alignment = 32;
  private long dataStart;
  private long end;
  private boolean complete;

  private GgufReader(Content content, Budget budget) {
    this.content = content;
    this.budget = budget;
    this.in = new Cursor(content, budget, 4);
    this.end = content.size();
  }

  public static GgufReader read(Content content, Budget budget) {
    var reader = new GgufReader(content, budget);
    try {
      reader.header();
    } catch (ContentException | FormatException e) {
      reader.problem("gguf/header", String.valueOf(e.getMessage()), reader.in.position());
    }
    return reader;
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  public Map<String, String> texts() {
    return java.util.Collections.unmodifiableMap(texts);
  }

  public List<String> keys() {
    return List.copyOf(keys);
  }

  public List<Tensor> tensors() {
    return List.copyOf(tensors);
  }

  public long dataStart() {
    return dataStart;
  }

  /** Where the last tensor ends, with its padding. */
  public long end() {
    return end;
  }

  /** Whether the header was read to its end. */
  public boolean complete() {
    return complete;
  }

  private void header() {
    long version = in.u32();
    if (version < 1 || version > 3) {
      boolean swapped = version == 0x03000000L || version == 0x02000000L;
      throw new FormatException(
          swapped ? "big-endian, which is not read here" : "version " + version);
    }
    wide = version > 1;
    long tensorCount = count();
    long keyCount = count();
    // The smallest key and value takes 13 bytes, the smallest tensor description 24.
    if (keyCount < 0 || keyCount > in.remaining() / 13) {
      throw new FormatException(
          Long.toUnsignedString(keyCount) + " keys in " + in.remaining() + " bytes");
    }
    if (tensorCount < 0 || tensorCount > in.remaining() / 20) {
      throw new FormatException(
          Long.toUnsignedString(tensorCount) + " tensors in " + in.remaining() + " bytes");
    }
    for (long i = 0; i < keyCount; i++) {
      budget.entries(1);
      String key = text(MOST_NAME);
      if (!keys.add(key)) {
        problem("gguf/duplicate-key", "key twice: " + key, in.position());
      }
      value(key, in.i32(), 0);
    }
    if (Long.bitCount(alignment) != 1 || alignment > 1 << 20) {
      problem("gguf/alignment", "alignment of " + alignment, -1);
      alignment = 32;
    }
    descriptions(tensorCount);
  }

  private long count() {
    return wide ? in.i64() : in.u32();
  }

  private String text(int most) {
    long length = count();
    if (length < 0 || length > in.remaining()) {
      throw new FormatException("text of " + Long.toUnsignedString(length) + " bytes");
    }
    if (length > most) {
      throw new FormatException("text of " + length + " bytes, where " + most + " are the limit");
    }
    return in.utf8((int) length);
  }

  private void value(String key, int type, int depth) {
    if (type == STRING) {
      keep(key, text(MOST_TEXT));
    } else if (type == ARRAY) {
      array(key, depth);
    } else {
      if (type < 0 || type >= SIZES.length) {
        throw new FormatException(key + ": value type " + type);
      }
      long at = in.position();
      if (key.equals("general.alignment") && SIZES[type] == 4) {
        alignment = in.u32();
      } else if (key.endsWith(".block_count") && SIZES[type] == 4) {
        if (in.u32() == 0) {
          problem("gguf/value", key + ": a model without blocks; loaders divide by it", at);
        }
      } else if (type == 7) {
        if (in.u8() > 1) {
          problem("gguf/value", key + ": a truth value that is neither", at);
        }
      } else {
        in.skip(SIZES[type]);
      }
    }
  }

  private void array(String key, int depth) {
    int type = in.i32();
    long count = count();
    if (type < 0 || type >= SIZES.length || depth > 4) {
      throw new FormatException(key + ": array of type " + type);
    }
    int least = type == STRING ? (wide ? 8 : 4) : type == ARRAY ? 12 : SIZES[type];
    if (count < 0 || count > in.remaining() / least) {
      throw new FormatException(
          key
              + ": array of "
              + Long.toUnsignedString(count)
              + " values in "
              + in.remaining()
              + " bytes");
    }
    // Words of a vocabulary have about eight bytes, and what follows them is read too.
    content.prefetch(in.position(), count * (type == STRING ? least + 8 : least));
    if (type != STRING && type != ARRAY) {
      in.skip(count * SIZES[type]);
      return;
    }
    for (long i = 0; i < count; i++) {
      if (type == ARRAY) {
        budget.entries(1);
        array(key, depth + 1);
      } else if (count <= SHORT_ARRAY) {
        keep(key + "[" + i + "]", text(MOST_TEXT));
      } else {
        long length = count();
        if (length < 0 || length > in.remaining()) {
          throw new FormatException(key + ": text of " + Long.toUnsignedString(length) + " bytes");
        }
        in.skip(length);
      }
    }
  }

  private void keep(String key, String value) {
    kept += value.length();
    if (kept > MOST_KEPT) {
      throw new FormatException("texts of more than " + MOST_KEPT + " bytes");
    }
    texts.putIfAbsent(key, value);
  }

  /** A tensor as announced; its offset counts from the data's start, which comes after them all. */
  private record Description(String name, List<Long> shape, int type, long offset) {}

  private void descriptions(long count) {
    var descriptions = new ArrayList<Description>();
    Set<String> names = new LinkedHashSet<>();
    for (long i = 0; i < count; i++) {
      budget.entries(1);
      String name = text(MOST_NAME);
      if (!names.add(name)) {
        problem("gguf/duplicate-key", "tensor twice: " + name, in.position());
      }
      long dimensions = in.u32();
      if (dimensions > 4) {
        problem("gguf/tensor", name + ": " + dimensions + " dimensions", in.position());
        if (dimensions > 64) {
          throw new FormatException(name + ": " + dimensions + " dimensions");
        }
      }
      var shape = new ArrayList<Long>();
      for (long d = 0; d < dimensions; d++) {
        shape.add(count());
      }
      descriptions.add(new Description(name, shape, in.i32(), in.i64()));
    }
    long start = in.position();
    dataStart = Math.min(content.size(), (start + alignment - 1) / alignment * alignment);
    complete = true;
    end = dataStart;
    descriptions.forEach(this::place);
    tensors.sort(java.util.Comparator.comparingLong(Tensor::offset));
    overlaps();
    end = Math.max(end, dataStart);
    if (end < content.size() && !paddingOnly(end)) {
      problem("gguf/trailing-data", (content.size() - end) + " bytes follow the tensors", end);
    } else {
      end = content.size();
    }
  }

  private void place(Description description) {
    long size = GgmlTypes.size(description.type(), description.shape());
    String name = description.name();
    if (size < 0) {
      problem(
          "gguf/tensor",
          name + ": type " + description.type() + " and shape " + description.shape(),
          -1);
      return;
    }
    long offset = description.offset();
    if (offset < 0 || offset % alignment != 0) {
      problem("gguf/tensor", name + ": offset " + Long.toUnsignedString(offset), -1);
      return;
    }
    if (offset > content.size() - dataStart - size) {
      problem("gguf/out-of-range", name + " reaches beyond the file", dataStart);
      return;
    }
    tensors.add(
        new Tensor(
            name,
            GgmlTypes.name(description.type()),
            description.shape().reversed(),
            dataStart + offset,
            size));
  }

  private void overlaps() {
    for (Tensor tensor : tensors) {
      if (tensor.offset() < end && tensor.length() > 0 && end > dataStart) {
        problem("gguf/overlap", tensor.name() + " shares bytes with another", tensor.offset());
      }
      end = Math.max(end, tensor.offset() + tensor.length());
    }
    long padded = (end - dataStart + alignment - 1) / alignment * alignment + dataStart;
    if (padded <= content.size() && isZero(end, padded)) {
      end = padded;
    }
  }

  /** A file without tensors may end with padding. */
  private boolean paddingOnly(long from) {
    return content.size() - from < alignment && isZero(from, content.size());
  }

  private boolean isZero(long from, long to) {
    var zeros = new Cursor(content, budget, from);
    while (zeros.position() < to) {
      if (zeros.u8() != 0) {
        return false;
      }
    }
    return true;
  }

  private void problem(String rule, String message, long offset) {
    if (problems.size() < 100) {
      problems.add(new Problem(rule, message, offset));
    }
  }
}
