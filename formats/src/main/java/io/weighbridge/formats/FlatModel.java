package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.FlatModels;
import java.util.List;

/**
 * A model in a FlatBuffer: TensorFlow Lite (tensorflow/lite/schema/schema.fbs) or ExecuTorch
 * (executorch/schema/program.fbs). Interesting are the operators: the custom ones are native code
 * that the application brings.
 */
public final class FlatModel implements View {
  private final Content content;
  private final Format format;
  private final FlatModels.Model model;
  private final List<Problem> problems;

  private FlatModel(
      Content content, Format format, FlatModels.Model model, List<Problem> problems) {
    this.content = content;
    this.format = format;
    this.model = model;
    this.problems = problems;
  }

  /**
   * An operator that the model uses.
   *
   * @param name of a custom operator or kernel; of a builtin one its number
   */
  public record Operator(String name, boolean custom) {}

  public static FlatModel open(Content content, Format format, Budget budget) {
    try {
      var model =
          format == Format.TFLITE
              ? FlatModels.tflite(content, budget)
              : FlatModels.executorch(content, budget);
      return new FlatModel(content, format, model, List.of());
    } catch (ContentException e) {
      var problem = Problem.of("flatbuffer/damaged", format.text() + ": " + e.getMessage());
      var nothing = new FlatModels.Model(List.of(), List.of(), List.of());
      return new FlatModel(content, format, nothing, List.of(problem));
    }
  }

  public List<Operator> operators() {
    return model.operators();
  }

  /** Backends that parts of an ExecuTorch program are handed to, by id. */
  public List<String> delegates() {
    return model.delegates();
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
    return problems;
  }

  @Override
  public Spans spans() {
    var spans = Spans.builder(content.size());
    long at = 0;
    for (Span buffer : model.buffers()) {
      if (buffer.offset() >= at) {
        spans.judged(at, buffer.offset() - at);
        spans.inert(buffer.offset(), buffer.length());
        at = buffer.end();
      }
    }
    return spans.judged(at, content.size() - at).build();
  }
}
