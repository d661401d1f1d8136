package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.Onnx;
import io.weighbridge.formats.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Walks an ONNX ModelProto. Field numbers are those of onnx.proto3. */
public final class OnnxReader {
  private static final int MOST_TEXT = 1 << 16;
  private static final int MOST_DEPTH = 64;

  private final Budget budget;
  private final List<Onnx.Node> nodes = new ArrayList<>();
  private final List<Onnx.ExternalData> external = new ArrayList<>();
  private final List<Onnx.Function> functions = new ArrayList<>();
  private final Map<String, Long> sets = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private int depth;

  private OnnxReader(Budget budget) {
    this.budget = budget;
  }

  public static OnnxReader read(Content content, Budget budget) {
    var reader = new OnnxReader(budget);
    reader.model(Proto.of(content, budget));
    reader.tensors.sort(Comparator.comparingLong(Tensor::offset));
    return reader;
  }

  public List<Onnx.Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  public List<Onnx.ExternalData> externalData() {
    return Collections.unmodifiableList(external);
  }

  public List<Onnx.Function> functions() {
    return Collections.unmodifiableList(functions);
  }

  public Map<String, Long> operatorSets() {
    return Collections.unmodifiableMap(sets);
  }

  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  public List<Tensor> tensors() {
    return Collections.unmodifiableList(tensors);
  }

  public List<Problem> problems() {
    return Collections.unmodifiableList(problems);
  }

  private void model(Proto in) {
    while (in.next()) {
      switch (in.number()) {
        case 7 -> graph(in.message(), "graph", -1);
        case 8 -> operatorSet(in.message());
        case 14 -> pair(in.message(), metadata);
        case 20 -> training(in.message());
        case 25 -> function(in.message());
        default -> {}
      }
    }
  }

  private void operatorSet(Proto in) {
    String domain = "";
    long version = 0;
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        domain = in.text(MOST_TEXT);
      } else if (in.is(2, Proto.VARINT)) {
        version = in.value();
      }
    }
    sets.put(domain, version);
  }

  private void pair(Proto in, Map<String, String> into) {
    String key = "";
    String value = "";
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        key = in.text(MOST_TEXT);
      } else if (in.is(2, Proto.BYTES)) {
        value = in.text(MOST_TEXT);
      }
    }
    budget.entries(1);
    into.put(key, value);
  }

  private void training(Proto in) {
    while (in.next()) {
      if (in.number() == 1 || in.number() == 2) {
        graph(in.message(), "training", -1);
      }
    }
  }

  private void function(Proto in) {
    String name = "";
    String domain = "";
    var inputs = new ArrayList<String>();
    var outputs = new ArrayList<String>();
    var bodies = new ArrayList<Proto>();
    var attributes = new ArrayList<Proto>();
    while (in.next()) {
      switch (in.number()) {
        case 1 -> name = in.text(MOST_TEXT);
        case 4 -> inputs.add(in.text(512));
        case 5 -> outputs.add(in.text(512));
        case 7 -> bodies.add(in.message());
        case 10 -> domain = in.text(MOST_TEXT);
        case 11 -> attributes.add(in.message());
        default -> {}
      }
      budget.entries(1);
    }
    functions.add(new Onnx.Function(domain, name, inputs, outputs));
    String path = "function/" + domain + "." + name;
    for (Proto body : bodies) {
      node(body, path, -1, body.start());
    }
    attributes.forEach(attribute -> attribute(attribute, path, -1));
  }

  private void graph(Proto in, String path, int owner) {
    if (++depth > MOST_DEPTH) {
      throw new ContentException("ONNX graphs nested deeper than " + MOST_DEPTH);
    }
    while (in.next()) {
      switch (in.number()) {
        case 1 -> node(in.message(), path, owner, in.offset());
        case 5 -> tensor(in.message(), "");
        case 15 -> sparse(in.message());
        default -> {}
      }
    }
    depth--;
  }

  private void node(Proto in, String path, int owner, long offset) {
    budget.entries(1);
    var inputs = new ArrayList<String>();
    var outputs = new ArrayList<String>();
    var attributes = new ArrayList<Proto>();
    String name = "";
    String operator = "";
    String domain = "";
    while (in.next()) {
      switch (in.number()) {
        case 1 -> inputs.add(in.text(512));
        case 2 -> outputs.add(in.text(512));
        case 3 -> name = in.text(512);
        case 4 -> operator = in.text(512);
        case 5 -> attributes.add(in.message());
        case 7 -> domain = in.text(512);
        default -> {}
      }
    }
    int index = nodes.size();
    nodes.add(new Onnx.Node(path, owner, name, domain, operator, inputs, outputs, offset));
    for (Proto attribute : attributes) {
      attribute(attribute, path + "/" + operator + "#" + index, index);
    }
  }

  private void attribute(Proto in, String path, int owner) {
    String name = "";
    while (in.next()) {
      switch (in.number()) {
        case 1 -> name = in.text(512);
        case 5, 10 -> tensor(in.message(), path + "/" + name);
        case 6, 11 -> graph(in.message(), path + "/" + name, owner);
        case 22, 23 -> sparse(in.message());
        default -> {}
      }
    }
  }

  private void sparse(Proto in) {
    while (in.next()) {
      if (in.number() == 1 || in.number() == 2) {
        tensor(in.message(), "");
      }
    }
  }

  private void tensor(Proto in, String fallback) {
    budget.entries(1);
    String name = fallback;
    var shape = new ArrayList<Long>();
    long type = 0;
    long offset = -1;
    long length = 0;
    var entries = new LinkedHashMap<String, String>();
    boolean elsewhere = false;
    while (in.next()) {
      switch (in.number()) {
        case 1 -> dimensions(in, shape);
        case 2 -> type = in.value();
        case 8 -> name = in.text(512);
        case 9, 4, 5, 7, 10, 11 -> {
          if (in.wire() == Proto.BYTES && in.length() > length) {
            offset = in.offset();
            length = in.length();
          }
        }
        case 13 -> pair(in.message(), entries);
        case 14 -> elsewhere = in.value() == 1;
        default -> {}
      }
    }
    if (elsewhere || !entries.isEmpty()) {
      external.add(
          new Onnx.ExternalData(
              name,
              entries.getOrDefault("location", ""),
              entries.getOrDefault("offset", ""),
              entries.getOrDefault("length", "")));
    }
    long bits = bits(type);
    long size = size(shape, bits);
    if (size < 0 && problems.size() < 100) {
      problems.add(
          new Problem("onnx/tensor", name + ": shape " + shape + " of type " + type, offset));
    }
    tensors.add(
        new Tensor(
            name,
            "type " + type,
            shape.stream().map(d -> Math.max(0, d)).toList(),
            offset,
            length));
  }

  private static void dimensions(Proto in, List<Long> shape) {
    if (in.wire() == Proto.VARINT) {
      shape.add(in.value());
    } else {
      for (Proto packed = in.packed(); packed.nextPacked(); ) {
        shape.add(packed.value());
      }
    }
  }

  /** Bytes; -1 when a dimension is negative or the product does not fit (CVE-2024-7776). */
  private static long size(List<Long> shape, long bits) {
    long size = Math.max(1, bits);
    for (long dimension : shape) {
      if (dimension < 0) {
        return -1;
      }
      if (dimension == 0) {
        return 0;
      }
      if (size > (1L << 53) / dimension) {
        return -1;
      }
      size *= dimension;
    }
    return size / 8;
  }

  /** Bits of one element by TensorProto.DataType. */
  private static long bits(long type) {
    return switch ((int) Math.clamp(type, -1, 100)) {
      case 1, 6, 12 -> 32;
      case 7, 11, 13, 14 -> 64;
      case 4, 5, 10, 16 -> 16;
      case 15 -> 128;
      case 21, 22, 23 -> 4;
      default -> 8;
    };
  }
}
