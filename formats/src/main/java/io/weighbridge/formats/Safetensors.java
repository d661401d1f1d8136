package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.SafetensorsReader;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file (huggingface/safetensors, README "Format"): eight bytes of length, a JSON
 * object, the data. Strict where the format is: what the reference reader refuses is a problem, and
 * so is what it accepts and another reader may understand differently.
 */
public final class Safetensors implements View {
  private final Content content;
  private final SafetensorsReader read;

  private Safetensors(Content content, SafetensorsReader read) {
    this.content = content;
    this.read = read;
  }

  public static Safetensors open(Content content, Budget budget) {
    return new Safetensors(content, SafetensorsReader.read(content, budget));
  }

  /** In the order of their data. */
  public List<Tensor> tensors() {
    return read.tensors();
  }

  /** The free text under {@code __metadata__}. */
  public Map<String, String> metadata() {
    return read.metadata();
  }

  @Override
  public Format format() {
    return Format.SAFETENSORS;
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
  public List<Part> parts() {
    long rest = content.size() - read.end();
    return rest > 0
        ? List.of(Part.slice("(behind the tensors)", Part.Role.MEMBER, content, read.end(), rest))
        : List.of();
  }

  @Override
  public Spans spans() {
    var spans = Spans.builder(content.size()).judged(0, read.dataStart());
    for (Tensor tensor : read.tensors()) {
      spans.inert(tensor.offset(), tensor.length());
    }
    return spans.build();
  }
}
