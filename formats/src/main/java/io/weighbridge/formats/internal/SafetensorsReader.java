package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.Tensor;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks a safetensors header. */
public final class SafetensorsReader {
  /** Beyond any real model: about 100,000 tensors. The reference reader allows 100 MB. */
  private static final int MOST_HEADER = 16 << 20;

  private static final JsonLimits LIMITS = new JsonLimits(MOST_HEADER, 8, 2_000_000, 1 << 20);

  private final Content content;
  private final Budget budget;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private long dataStart;
  private long end;

  private SafetensorsReader(Content content, Budget budget) {
    this.content = content;
    this.budget = budget;
    this.dataStart = content.size();
    this.end = content.size();
  }

  public static SafetensorsReader read(Content content, Budget budget) {
    var reader = new SafetensorsReader(content, budget);
    reader.header();
    return reader;
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  public List<Tensor> tensors() {
    return List.copyOf(tensors);
  }

  public Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  /** Where the data begins; the size when the header is unreadable. */
  public long dataStart() {
    return dataStart;
  }

  /** Where the last tensor ends. */
  public long end() {
    return end;
  }

  private void header() {
    var in = new Cursor(content, budget);
    long length = in.i64();
    if (length < 0 || length > in.remaining()) {
      problem(
          "safetensors/header-length",
          "header of " + Long.toUnsignedString(length) + " bytes, " + in.remaining() + " are left",
          0);
      return;
    }
    if (length > MOST_HEADER) {
      problem("safetensors/header-length", "header of " + length + " bytes", 0);
      return;
    }
    content.prefetch(0, 8 + length);
    byte[] text = in.bytes((int) length);
    Json json;
    try {
      json = Json.parse(text, LIMITS);
    } catch (JsonException e) {
      boolean twice = String.valueOf(e.getMessage()).startsWith("duplicate key");
      problem(twice ? "safetensors/duplicate-key" : "safetensors/header", "" + e.getMessage(), 8);
      return;
    }
    if (!(json instanceof Json.Obj(var fields)) || text[0] != '{') {
      problem("safetensors/header", "the header is no JSON object", 8);
      return;
    }
    dataStart = 8 + length;
    fields.forEach(this::field);
    tensors.sort(Comparator.comparingLong(Tensor::offset).thenComparingLong(Tensor::length));
    layout();
  }

  private void field(String name, Json value) {
    if (name.equals("__metadata__")) {
      if (value instanceof Json.Obj(var entries)) {
        for (var entry : entries.entrySet()) {
          if (entry.getValue() instanceof Json.Str(var text)) {
            metadata.put(entry.getKey(), text);
          } else {
            problem("safetensors/header", "metadata that is not text: " + entry.getKey(), 8);
          }
        }
      } else {
        problem("safetensors/header", "metadata that is no object", 8);
      }
      return;
    }
    budget.entries(1);
    tensor(name, value);
  }

  private void tensor(String name, Json value) {
    String dtype = value.text("dtype").orElse("");
    int bits = bits(dtype);
    var shape = numbers(value, "shape");
    var offsets = numbers(value, "data_offsets");
    if (bits == 0 || shape == null || offsets == null || offsets.size() != 2) {
      problem("safetensors/tensor", name + ": dtype, shape or offsets are missing or wrong", 8);
      return;
    }
    if (value instanceof Json.Obj(var fields) && fields.size() != 3) {
      problem("safetensors/tensor", name + ": unknown fields in its description", 8);
    }
    long begin = offsets.get(0);
    long stop = offsets.get(1);
    long room = content.size() - dataStart;
    if (begin < 0 || stop < begin || stop > room) {
      problem(
          "safetensors/out-of-range", name + ": bytes " + begin + " to " + stop + " of " + room, 8);
      return;
    }
    long size = size(shape, bits);
    if (size != stop - begin) {
      problem(
          "safetensors/tensor-size",
          name + ": " + dtype + " " + shape + " does not take " + (stop - begin) + " bytes",
          8);
    }
    tensors.add(new Tensor(name, dtype, shape, dataStart + begin, stop - begin));
  }

  private static @org.jspecify.annotations.Nullable List<Long> numbers(Json value, String field) {
    var numbers = new ArrayList<Long>();
    if (!(value.get(field).orElse(Json.Null.NULL) instanceof Json.Arr(var items))) {
      return null;
    }
    for (Json item : items) {
      var number = item.asLong();
      if (number.isEmpty() || number.getAsLong() < 0) {
        return null;
      }
      numbers.add(number.getAsLong());
    }
    return numbers;
  }

  /** Bytes, or -1 when the product overflows or is no whole number of bytes. */
  private static long size(List<Long> shape, int bits) {
    long size = bits;
    for (long dimension : shape) {
      if (dimension == 0) {
        return 0;
      }
      if (size > Long.MAX_VALUE / dimension) {
        return -1;
      }
      size *= dimension;
    }
    return size % 8 == 0 ? size / 8 : -1;
  }

  /** Bits of one element; 0 when the dtype is unknown. */
  private static int bits(String dtype) {
    return switch (dtype) {
      case "F4" -> 4;
      case "F6_E2M3", "F6_E3M2" -> 6;
      case "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ" -> 8;
      case "I16", "U16", "F16", "BF16" -> 16;
      case "I32", "U32", "F32" -> 32;
      case "I64", "U64", "F64", "C64" -> 64;
      default -> 0;
    };
  }

  /** The data must be covered exactly once, from its first to its last byte. */
  private void layout() {
    long at = dataStart;
    for (Tensor tensor : tensors) {
      if (tensor.length() == 0) {
        continue;
      }
      if (tensor.offset() < at) {
        problem("safetensors/overlap", tensor.name() + " shares bytes with another", at);
      } else if (tensor.offset() > at) {
        problem("safetensors/hole", (tensor.offset() - at) + " bytes belong to no tensor", at);
      }
      at = Math.max(at, tensor.offset() + tensor.length());
    }
    end = at;
    boolean wrongTensors = false;
    for (Problem problem : problems) {
      wrongTensors |= problem.rule().equals("safetensors/out-of-range");
    }
    if (at < content.size() && !wrongTensors) {
      problem("safetensors/trailing-data", (content.size() - at) + " bytes follow the tensors", at);
    }
  }

  private void problem(String rule, String message, long offset) {
    if (problems.size() < 100) {
      problems.add(new Problem(rule, message, offset));
    }
  }
}
