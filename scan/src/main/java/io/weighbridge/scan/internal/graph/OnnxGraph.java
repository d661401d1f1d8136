package io.weighbridge.scan.internal.graph;

import io.weighbridge.formats.Onnx;
import io.weighbridge.formats.Tensor;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.graph.GraphBranches.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX model as one flat graph: the model's own functions are written out where they are called,
 * and what the branches of {@code If} yield are further inputs of that node. A trigger that is
 * wrapped into either is found like one that is not.
 */
final class OnnxGraph {
  private static final int MAX_DEPTH = 8;

  private final Map<String, Onnx.Function> functions = new HashMap<>();
  private final List<Onnx.Node> all;
  private final Map<String, List<Integer>> bodies = new HashMap<>();
  private final Map<Integer, List<String>> yields = new HashMap<>();
  private final Set<String> consumed = new HashSet<>();
  private final Set<String> outside = new HashSet<>();
  private final Set<String> produced = new HashSet<>();
  private final Set<String> opaque = new HashSet<>();
  private final Set<String> constants = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();
  private int calls;
  private boolean cut;

  OnnxGraph(Onnx view) {
    all = view.nodes();
    for (Onnx.Function function : view.functions()) {
      functions.put(key(function.domain(), function.name()), function);
    }
    for (Tensor tensor : view.tensors()) {
      constants.add(tensor.name());
    }
    for (int i = 0; i < all.size(); i++) {
      Onnx.Node node = all.get(i);
      bodies.computeIfAbsent(root(node).graph(), _ -> new ArrayList<>()).add(i);
      consumed.addAll(node.inputs());
      produced.addAll(node.outputs());
      if (node.owner() < 0) {
        outside.addAll(node.inputs());
      }
    }
    for (Onnx.Node node : all) {
      if (node.owner() >= 0) {
        yielded(node);
      }
    }
    for (int index : bodies.getOrDefault("graph", List.of())) {
      add(index, Map.of(), "", 0);
    }
  }

  GraphBranches branches(Inspection thing) {
    return new GraphBranches(thing, nodes, constants, opaque);
  }

  /** Whether there was more than is looked at. */
  boolean cut() {
    return cut;
  }

  private static String key(String domain, String name) {
    return domain + "." + name;
  }

  /** The node of a graph or function that this one is in, however deep. */
  private Onnx.Node root(Onnx.Node node) {
    Onnx.Node root = node;
    while (root.owner() >= 0) {
      root = all.get(root.owner());
    }
    return root;
  }

  private boolean isInLoop(Onnx.Node node) {
    for (int at = node.owner(); at >= 0; at = all.get(at).owner()) {
      String operator = all.get(at).operator();
      if (operator.equals("Loop") || operator.equals("Scan")) {
        return true;
      }
    }
    return false;
  }

  /** What leaves a sub-graph is what nothing uses; the node that has the sub-graph gets it. */
  private void yielded(Onnx.Node node) {
    if (isInLoop(node)) {
      for (String input : node.inputs()) {
        if (!produced.contains(input) && !outside.contains(input)) {
          opaque.add(input);
        }
      }
    }
    for (String output : node.outputs()) {
      if (!consumed.contains(output)) {
        yields.computeIfAbsent(node.owner(), _ -> new ArrayList<>()).add(output);
      }
    }
  }

  private void add(int index, Map<String, String> names, String prefix, int depth) {
    if (nodes.size() + calls >= GraphBranches.MAX_NODES) {
      cut = true;
      return;
    }
    Onnx.Node node = all.get(index);
    List<String> inputs = renamed(node.inputs(), names, prefix);
    for (int i = 0; i < inputs.size(); i++) {
      if (opaque.contains(node.inputs().get(i)) && !names.containsKey(node.inputs().get(i))) {
        opaque.add(inputs.get(i));
      }
    }
    List<String> outputs = renamed(node.outputs(), names, prefix);
    Onnx.Function function = functions.get(key(node.domain(), node.operator()));
    if (function != null) {
      if (depth < MAX_DEPTH) {
        call(function, inputs, outputs, depth);
      } else {
        cut = true;
      }
      return;
    }
    if (node.operator().equals("Constant")) {
      constants.addAll(outputs);
    }
    var given = new ArrayList<>(inputs);
    given.addAll(renamed(yields.getOrDefault(index, List.of()), names, prefix));
    nodes.add(new Node(node.name(), node.operator(), given, outputs));
  }

  private void call(Onnx.Function function, List<String> inputs, List<String> outputs, int depth) {
    var names = new HashMap<String, String>();
    for (int i = 0; i < Math.min(inputs.size(), function.inputs().size()); i++) {
      names.put(function.inputs().get(i), inputs.get(i));
    }
    for (int i = 0; i < Math.min(outputs.size(), function.outputs().size()); i++) {
      names.put(function.outputs().get(i), outputs.get(i));
    }
    String prefix = "call " + ++calls + "/";
    String path = "function/" + key(function.domain(), function.name());
    for (int index : bodies.getOrDefault(path, List.of())) {
      if (cut) {
        return;
      }
      add(index, names, prefix, depth + 1);
    }
  }

  private static List<String> renamed(
      List<String> values, Map<String, String> names, String prefix) {
    if (prefix.isEmpty()) {
      return values;
    }
    return values.stream().map(value -> names.getOrDefault(value, prefix + value)).toList();
  }
}
