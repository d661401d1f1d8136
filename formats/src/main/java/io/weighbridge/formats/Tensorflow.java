package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.TensorflowReader;
import java.util.List;

/**
 * A TensorFlow graph: a SavedModel, a MetaGraph ({@code .meta}) or a bare GraphDef, walked in its
 * wire form. Nodes of function bodies are listed with those of the graph: a loader runs both.
 */
public final class Tensorflow implements View {
  private final Content content;
  private final Format format;
  private final TensorflowReader read;

  private Tensorflow(Content content, Format format, TensorflowReader read) {
    this.content = content;
    this.format = format;
    this.read = read;
  }

  /**
   * A node.
   *
   * @param graph {@code graph}, or {@code function/NAME}
   * @param offset where it begins in the file
   */
  public record Node(String graph, String name, String operator, List<String> inputs, long offset) {
    public Node {
      inputs = List.copyOf(inputs);
    }
  }

  public static Tensorflow open(Content content, Format format, Budget budget) {
    return new Tensorflow(content, format, TensorflowReader.read(content, format, budget));
  }

  public List<Node> nodes() {
    return read.nodes();
  }

  /** Names of the function library's functions. */
  public List<String> functions() {
    return read.functions();
  }

  /** Files under {@code assets/} that the graph reads, as written. */
  public List<String> assets() {
    return read.assets();
  }

  @Override
  public Format format() {
    return format;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  /** The bytes of large constants are inert. */
  @Override
  public Spans spans() {
    var spans = Spans.builder(content.size());
    long at = 0;
    for (Span constant : read.constants()) {
      if (constant.offset() >= at) {
        spans.judged(at, constant.offset() - at);
        spans.inert(constant.offset(), constant.length());
        at = constant.end();
      }
    }
    return spans.judged(at, content.size() - at).build();
  }
}
