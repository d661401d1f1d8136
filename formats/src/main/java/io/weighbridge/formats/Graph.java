package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.GraphReaders;
import java.util.List;

/**
 * A network whose operators are all that matters: Paddle programs ({@code framework.proto}), where
 * {@code py_func} calls Python, and Caffe networks ({@code caffe.proto}), where layers of type
 * Python import a module.
 */
public final class Graph implements View {
  private final Content content;
  private final Format format;
  private final GraphReaders.Read read;

  private Graph(Content content, Format format, GraphReaders.Read read) {
    this.content = content;
    this.format = format;
    this.read = read;
  }

  /**
   * An operator or layer.
   *
   * @param code module and class that it imports; empty when it imports none
   * @param offset where it begins in the file
   */
  public record Operator(String name, String type, String code, long offset) {}

  public static Graph open(Content content, Format format, Budget budget) {
    return new Graph(content, format, GraphReaders.read(content, format, budget));
  }

  public List<Operator> operators() {
    return read.operators();
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
    return read.problems();
  }

  @Override
  public Spans spans() {
    var spans = Spans.builder(content.size());
    long at = 0;
    for (Span data : read.data()) {
      if (data.offset() >= at) {
        spans.judged(at, data.offset() - at);
        spans.inert(data.offset(), data.length());
        at = data.end();
      }
    }
    return spans.judged(at, content.size() - at).build();
  }
}
