package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.OnnxReader;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model (onnx/onnx, onnx.proto3), walked in its wire form: nodes of the graph, of graphs in
 * attributes, of functions; tensors, wherever they are, with the files that hold their data. Tensor
 * bytes are skipped.
 */
public final class Onnx implements View {
  private final Content content;
  private final OnnxReader read;

  private Onnx(Content content, OnnxReader read) {
    this.content = content;
    this.read = read;
  }

  /**
   * A node.
   *
   * @param graph path of the graph that it is in: {@code graph}, {@code graph/If#3/then_branch}, …
   * @param domain empty for the standard operators
   * @param owner the index of the node whose sub-graph it is in; -1 when there is none
   * @param offset where it begins in the file
   */
  public record Node(
      String graph,
      int owner,
      String name,
      String domain,
      String operator,
      List<String> inputs,
      List<String> outputs,
      long offset) {
    public Node {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * A tensor whose data is in another file.
   *
   * @param location as written: a path relative to the model's folder, if it is honest
   * @param offset as written; empty when absent
   * @param length as written; empty when absent
   */
  public record ExternalData(String tensor, String location, String offset, String length) {}

  /**
   * A function that the model defines; its nodes are listed with the graph {@code
   * function/domain.name}, in its own names for what it is given and what it yields.
   */
  public record Function(String domain, String name, List<String> inputs, List<String> outputs) {
    public Function {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  public static Onnx open(Content content, Budget budget) {
    return new Onnx(content, OnnxReader.read(content, budget));
  }

  public List<Node> nodes() {
    return read.nodes();
  }

  public List<ExternalData> externalData() {
    return read.externalData();
  }

  public List<Function> functions() {
    return read.functions();
  }

  /** Versions of the operator sets that the model imports, by domain. */
  public Map<String, Long> operatorSets() {
    return read.operatorSets();
  }

  /** The free text under {@code metadata_props}. */
  public Map<String, String> metadata() {
    return read.metadata();
  }

  /** Tensors that the file describes, with where their raw data is. */
  public List<Tensor> tensors() {
    return read.tensors();
  }

  @Override
  public Format format() {
    return Format.ONNX;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return read.problems();
  }

  @Override
  public Spans spans() {
    var spans = Spans.builder(content.size());
    long at = 0;
    for (Tensor tensor : read.tensors()) {
      if (tensor.offset() >= at && tensor.length() > 0) {
        spans.judged(at, tensor.offset() - at);
        spans.inert(tensor.offset(), tensor.length());
        at = tensor.offset() + tensor.length();
      }
    }
    return spans.judged(at, content.size() - at).build();
  }
}
