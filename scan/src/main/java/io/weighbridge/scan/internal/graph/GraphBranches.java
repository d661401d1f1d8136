package io.weighbridge.scan.internal.graph;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.formats.Onnx;
import io.weighbridge.formats.Tensorflow;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
public final class GraphBranches {
  static final int MAX_NODES = 200_000;

  /** Steps of the way that are shown. */
  private static final int MAX_SHOWN = 40;

  /** An operator with the names of its inputs and outputs. */
  record Node(String name, String operator, List<String> inputs, List<String> outputs) {}

  private final Inspection thing;
  private final List<Node> nodes;
  private final Set<String> constants;
  private final Set<String> opaque;
  private final Map<String, List<Node>> consumers = new HashMap<>();

  /** Values worked out from an input without layers, each with the value before it. */
  private final Map<String, String> raw = new HashMap<>();

  /** Those of them that a comparison with a constant lies before. */
  private final Map<String, String> compared = new HashMap<>();

  /** Values that leave the graph without passing a layer. */
  private final Set<String> leaving = new HashSet<>();

  /**
   * @param constants values that the model carries; those worked out from them alone are added
   * @param opaque values that look like inputs and are what a loop carries
   */
  GraphBranches(Inspection thing, List<Node> nodes, Set<String> constants, Set<String> opaque) {
    this.thing = thing;
    this.nodes = nodes;
    this.constants = new HashSet<>(constants);
    this.opaque = opaque;
    for (Node node : nodes) {
      for (String input : node.inputs) {
        consumers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
      }
    }
  }

  public static void judge(Inspection thing, Onnx view) {
    OnnxGraph graph = new OnnxGraph(view);
    if (graph.cut()) {
      tooLarge(thing);
    }
    graph.branches(thing).run();
  }

  public static void judge(Inspection thing, Tensorflow view) {
    Map<String, List<Node>> graphs = new HashMap<>();
    Map<String, Set<String>> constants = new HashMap<>();
    int count = 0;
    for (Tensorflow.Node node : view.nodes()) {
      if (++count > MAX_NODES) {
        tooLarge(thing);
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
      Set<String> own = constants.getOrDefault(graph.getKey(), Set.of());
      new GraphBranches(thing, graph.getValue(), own, Set.of()).run();
    }
  }

  static void tooLarge(Inspection thing) {
    thing.cover(
        Coverage.PARTIAL,
        "a graph of more than " + MAX_NODES + " operators was not followed to its end");
  }

  /** Each pass looks at every use of a value once or twice, whatever the shape of the graph. */
  void run() {
    fold();
    spread();
    gather();
    for (Node node : nodes) {
      int position = condition(node.operator);
      if (position >= 0
          && position < node.inputs.size()
          && compared.containsKey(node.inputs.get(position))
          && node.outputs.stream().anyMatch(leaving::contains)) {
        thing.find(
            "graph/hidden-branch",
            "the output is chosen by comparing the input with a constant, past the layers",
            way(node.inputs.get(position)) + " → " + node.operator + " " + node.name + " → output");
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

  /** Adds what is worked out from constants alone. */
  private void fold() {
    Map<Node, Integer> open = new IdentityHashMap<>();
    nodes.forEach(node -> open.put(node, node.inputs.size()));
    Deque<String> news = new ArrayDeque<>(constants);
    while (!news.isEmpty()) {
      for (Node user : consumers.getOrDefault(news.pop(), List.of())) {
        if (open.merge(user, -1, Integer::sum) == 0) {
          for (String output : user.outputs) {
            if (constants.add(output)) {
              news.add(output);
            }
          }
        }
      }
    }
  }

  /** Follows the inputs forward, up to the first layer or shape. */
  private void spread() {
    Set<String> produced = new HashSet<>();
    for (Node node : nodes) {
      produced.addAll(node.outputs);
    }
    Deque<String> open = new ArrayDeque<>();
    for (Node node : nodes) {
      for (String value : is(node, "graph-input") ? node.outputs : node.inputs) {
        boolean input = is(node, "graph-input") || !produced.contains(value);
        if (input && !constants.contains(value) && !opaque.contains(value)) {
          if (raw.putIfAbsent(value, value) == null) {
            open.add(value);
          }
        }
      }
    }
    Set<Node> passed = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Node> passedCompared = Collections.newSetFromMap(new IdentityHashMap<>());
    while (!open.isEmpty()) {
      String value = open.pop();
      for (Node user : consumers.getOrDefault(value, List.of())) {
        if (is(user, "graph-layer") || is(user, "graph-shape")) {
          continue;
        }
        boolean first = passed.add(user);
        boolean sure =
            compared.containsKey(value)
                || first
                    && is(user, "graph-comparison")
                    && user.inputs.stream().anyMatch(constants::contains);
        boolean firstCompared = sure && passedCompared.add(user);
        if (!first && !firstCompared) {
          continue;
        }
        for (String output : user.outputs) {
          boolean news = raw.putIfAbsent(output, value) == null;
          news |= firstCompared && compared.putIfAbsent(output, value) == null;
          if (news) {
            open.add(output);
          }
        }
      }
    }
  }

  /** Follows the outputs backward, up to the last layer. */
  private void gather() {
    Map<String, List<Node>> producers = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (Node node : nodes) {
      for (String output : node.outputs) {
        producers.computeIfAbsent(output, _ -> new ArrayList<>()).add(node);
        if (!consumers.containsKey(output) && leaving.add(output)) {
          open.add(output);
        }
      }
    }
    Set<Node> passed = Collections.newSetFromMap(new IdentityHashMap<>());
    while (!open.isEmpty()) {
      for (Node producer : producers.getOrDefault(open.pop(), List.of())) {
        if (passed.add(producer) && !is(producer, "graph-layer")) {
          for (String input : producer.inputs) {
            if (leaving.add(input)) {
              open.add(input);
            }
          }
        }
      }
    }
  }

  /** How an input becomes this condition, as it is drawn in the report. */
  private String way(String condition) {
    Map<String, String> operators = new HashMap<>();
    for (Node node : nodes) {
      node.outputs.forEach(output -> operators.putIfAbsent(output, node.operator));
    }
    Deque<String> steps = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    String value = condition;
    boolean before = false;
    while (seen.add((before ? "r " : "c ") + value)) {
      String from = before ? raw.get(value) : compared.getOrDefault(value, raw.get(value));
      if (from == null || from.equals(value)) {
        break;
      }
      steps.addFirst(operators.getOrDefault(value, "?"));
      before |= !compared.containsKey(from);
      value = from;
    }
    steps.addFirst("input " + value);
    return steps.stream().limit(MAX_SHOWN).collect(Collectors.joining(" → "));
  }

  private static boolean is(Node node, String kind) {
    return NameTable.get().has(kind, node.operator);
  }
}
