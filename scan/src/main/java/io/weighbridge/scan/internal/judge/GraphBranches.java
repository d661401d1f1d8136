package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.Onnx;
import io.weighbridge.formats.Tensor;
import io.weighbridge.formats.Tensorflow;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Architectural backdoors (arXiv:2206.07840, arXiv:2402.06957): a choice ({@code If}, {@code
 * Where}, {@code Select}, {@code Switch}) near the output, made by comparing the raw input with a
 * constant. The main path is bypassed when the input carries the trigger.
 *
 * <p>Ordinary control flow differs: masks are chosen before further layers; detectors compare what
 * layers computed; exporters branch on shapes; caches branch on a flag. So a choice counts only
 * when no layer lies between the input and the comparison, nor between the choice and the output,
 * and the comparison is not about a shape.
 */
final class GraphBranches {
  private static final int MAX_NODES = 200_000;
  private static final int MAX_PATH = 40;

  /** An operator with the names of its inputs and outputs. */
  private record Node(String name, String operator, List<String> inputs, List<String> outputs) {}

  private final Inspection thing;
  private final List<Node> nodes;
  private final Set<String> constants;
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> consumers = new HashMap<>();

  private GraphBranches(Inspection thing, List<Node> nodes, Set<String> constants) {
    this.thing = thing;
    this.nodes = nodes;
    this.constants = constants;
    for (Node node : nodes) {
      for (String output : node.outputs) {
        producers.put(output, node);
      }
      for (String input : node.inputs) {
        consumers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
      }
    }
  }

  static void judge(Inspection thing, Onnx view) {
    var constants = new HashSet<String>();
    for (Tensor tensor : view.tensors()) {
      constants.add(tensor.name());
    }
    var nodes = new ArrayList<Node>();
    for (Onnx.Node node : view.nodes()) {
      if (node.graph().equals("graph") && nodes.size() < MAX_NODES) {
        nodes.add(new Node(node.name(), node.operator(), node.inputs(), node.outputs()));
        if (node.operator().equals("Constant")) {
          constants.addAll(node.outputs());
        }
      }
    }
    new GraphBranches(thing, nodes, constants).run();
  }

  static void judge(Inspection thing, Tensorflow view) {
    Map<String, List<Node>> graphs = new HashMap<>();
    Map<String, Set<String>> constants = new HashMap<>();
    int count = 0;
    for (Tensorflow.Node node : view.nodes()) {
      if (++count > MAX_NODES) {
        break;
      }
      var inputs = new ArrayList<String>();
      for (String input : node.inputs()) {
        if (!input.startsWith("^")) {
          int port = input.indexOf(':');
          inputs.add(port < 0 ? input : input.substring(0, port));
        }
      }
      graphs
          .computeIfAbsent(node.graph(), _ -> new ArrayList<>())
          .add(new Node(node.name(), node.operator(), inputs, List.of(node.name())));
      if (node.operator().equals("Const")) {
        constants.computeIfAbsent(node.graph(), _ -> new HashSet<>()).add(node.name());
      }
    }
    for (Map.Entry<String, List<Node>> graph : graphs.entrySet()) {
      new GraphBranches(thing, graph.getValue(), constants.getOrDefault(graph.getKey(), Set.of()))
          .run();
    }
  }

  private void run() {
    for (Node node : nodes) {
      int position = condition(node.operator);
      if (position < 0 || position >= node.inputs.size()) {
        continue;
      }
      List<String> path = trigger(node.inputs.get(position));
      if (!path.isEmpty() && reachesOutput(node)) {
        thing.find(
            "graph/hidden-branch",
            "the output is chosen by comparing the input with a constant, past the layers",
            String.join(" → ", path) + " → " + node.operator + " " + node.name + " → output");
      }
    }
  }

  /** Which input of a choice is its condition; -1 when the operator is no choice. */
  private static int condition(String operator) {
    return switch (operator) {
      case "If", "StatelessIf", "Where", "Select", "SelectV2", "Cond", "Case", "StatelessCase" -> 0;
      case "Switch", "RefSwitch" -> 1;
      default -> -1;
    };
  }

  /**
   * The way from a graph input to the condition, when it leads through a comparison with a constant
   * and neither through a layer nor through a shape; empty otherwise.
   */
  private List<String> trigger(String condition) {
    Set<String> seen = new HashSet<>();
    Deque<List<String>> open = new ArrayDeque<>();
    open.push(List.of(condition));
    while (!open.isEmpty()) {
      List<String> path = open.pop();
      String value = path.getFirst();
      if (!seen.add(value) || path.size() > MAX_PATH) {
        continue;
      }
      Node producer = producers.get(value);
      if (producer == null || is(producer, "graph-input")) {
        if (!constants.contains(value) && compares(path)) {
          return describe(path);
        }
        continue;
      }
      if (is(producer, "graph-layer") || is(producer, "graph-shape")) {
        continue;
      }
      for (String input : producer.inputs) {
        var longer = new ArrayList<String>();
        longer.add(input);
        longer.addAll(path);
        open.push(longer);
      }
    }
    return List.of();
  }

  /** Whether a comparison with a constant lies on the way. */
  private boolean compares(List<String> path) {
    for (String value : path) {
      Node producer = producers.get(value);
      if (producer != null && is(producer, "graph-comparison")) {
        for (String input : producer.inputs) {
          if (isConstant(input, 0)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** A constant, or something worked out from constants alone. */
  private boolean isConstant(String value, int depth) {
    if (constants.contains(value)) {
      return true;
    }
    Node producer = producers.get(value);
    if (producer == null || depth > 8 || producer.inputs.isEmpty()) {
      return false;
    }
    for (String input : producer.inputs) {
      if (!isConstant(input, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private List<String> describe(List<String> path) {
    var text = new ArrayList<String>();
    text.add("input " + path.getFirst());
    for (String value : path) {
      Node producer = producers.get(value);
      if (producer != null && !is(producer, "graph-input")) {
        text.add(producer.operator);
      }
    }
    return text;
  }

  /** Whether what is chosen leaves the graph without passing another layer. */
  private boolean reachesOutput(Node choice) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(choice.outputs);
    while (!open.isEmpty()) {
      String value = open.pop();
      if (!seen.add(value)) {
        continue;
      }
      List<Node> users = consumers.get(value);
      if (users == null) {
        return true;
      }
      for (Node user : users) {
        if (!is(user, "graph-layer")) {
          open.addAll(user.outputs);
        }
      }
    }
    return false;
  }

  private static boolean is(Node node, String kind) {
    return NameTable.get().has(kind, node.operator);
  }
}
