package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.Span;
import io.weighbridge.formats.Tensorflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Walks saved_model.proto, meta_graph.proto, graph.proto and function.proto of TensorFlow; the
 * field numbers are theirs.
 */
public final class TensorflowReader {
  private static final int MOST_NAME = 4096;

  /** Smaller constants are not worth a span of their own. */
  private static final int LARGE_CONSTANT = 4096;

  private static final int DT_STRING = 7;

  private final Budget budget;
  private final List<Tensorflow.Node> nodes = new ArrayList<>();
  private final List<String> functions = new ArrayList<>();
  private final List<String> assets = new ArrayList<>();
  private final List<Span> constants = new ArrayList<>();

  private TensorflowReader(Budget budget) {
    this.budget = budget;
  }

  public static TensorflowReader read(Content content, Format format, Budget budget) {
    var reader = new TensorflowReader(budget);
    Proto in = Proto.of(content, budget);
    switch (format) {
      case TF_SAVED_MODEL -> {
        while (in.next()) {
          if (in.is(2, Proto.BYTES)) {
            reader.metaGraph(in.message());
          }
        }
      }
      case TF_META_GRAPH -> reader.metaGraph(in);
      default -> reader.graph(in);
    }
    reader.constants.sort(Comparator.comparingLong(Span::offset));
    return reader;
  }

  public List<Tensorflow.Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  public List<String> functions() {
    return Collections.unmodifiableList(functions);
  }

  public List<String> assets() {
    return Collections.unmodifiableList(assets);
  }

  public List<Span> constants() {
    return Collections.unmodifiableList(constants);
  }

  private void metaGraph(Proto in) {
    while (in.next()) {
      switch (in.number()) {
        case 2 -> graph(in.message());
        case 6 -> asset(in.message());
        default -> {}
      }
    }
  }

  private void asset(Proto in) {
    budget.entries(1);
    while (in.next()) {
      if (in.is(2, Proto.BYTES)) {
        assets.add(in.text(MOST_NAME));
      }
    }
  }

  private void graph(Proto in) {
    while (in.next()) {
      switch (in.number()) {
        case 1 -> node(in.message(), "graph", in.offset());
        case 2 -> library(in.message());
        default -> {}
      }
    }
  }

  private void library(Proto in) {
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        function(in.message());
      }
    }
  }

  private void function(Proto in) {
    budget.entries(1);
    var bodies = new ArrayList<Proto>();
    String name = "";
    while (in.next()) {
      switch (in.number()) {
        case 1 -> name = firstText(in.message());
        case 3 -> {
          budget.entries(1);
          bodies.add(in.message());
        }
        default -> {}
      }
    }
    functions.add(name);
    for (Proto body : bodies) {
      node(body, "function/" + name, body.start());
    }
  }

  private static String firstText(Proto in) {
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        return in.text(MOST_NAME);
      }
    }
    return "";
  }

  private void node(Proto in, String graph, long offset) {
    budget.entries(1);
    String name = "";
    String operator = "";
    var inputs = new ArrayList<String>();
    while (in.next()) {
      switch (in.number()) {
        case 1 -> name = in.text(MOST_NAME);
        case 2 -> operator = in.text(MOST_NAME);
        case 3 -> inputs.add(in.text(MOST_NAME));
        case 5 -> attribute(in.message());
        default -> {}
      }
    }
    nodes.add(new Tensorflow.Node(graph, name, operator, inputs, offset));
  }

  private void attribute(Proto in) {
    while (in.next()) {
      if (in.is(2, Proto.BYTES) && in.length() >= LARGE_CONSTANT) {
        Proto value = in.message();
        while (value.next()) {
          if (value.is(8, Proto.BYTES)) {
            constant(value.message());
          }
        }
      }
    }
  }

  /** The order of a message's fields is its writer's choice, so the type may come last. */
  private void constant(Proto in) {
    boolean numbers = true;
    var large = new ArrayList<Span>();
    while (in.next()) {
      if (in.is(1, Proto.VARINT)) {
        numbers &= in.value() != DT_STRING;
      } else if (in.is(4, Proto.BYTES) && in.length() >= LARGE_CONSTANT) {
        large.add(new Span(Span.Kind.INERT, in.offset(), in.length()));
      }
    }
    if (numbers) {
      constants.addAll(large);
    }
  }
}
