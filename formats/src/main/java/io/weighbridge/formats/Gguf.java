package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.GgufReader;
import java.util.List;
import java.util.Map;

/**
 * A GGUF file (ggml-org/ggml, docs/gguf.md), versions 1 to 3. Counts, lengths and offsets are
 * checked against the file before they are used: loaders that were not so careful are
 * CVE-2024-21802, -21825, -21836, -23496, -23605, CVE-2025-53630, CVE-2026-7482.
 */
public final class Gguf implements View {
  private final Content content;
  private final GgufReader read;

  private Gguf(Content content, GgufReader read) {
    this.content = content;
    this.read = read;
  }

  public static Gguf open(Content content, Budget budget) {
    return new Gguf(content, GgufReader.read(content, budget));
  }

  /**
   * Text values by key, among them the chat templates; of an array of texts the items have the keys
   * {@code key[0]} and so on, unless it is long (a vocabulary).
   */
  public Map<String, String> texts() {
    return read.texts();
  }

  /** All keys, in order. */
  public List<String> keys() {
    return read.keys();
  }

  public List<Tensor> tensors() {
    return read.tensors();
  }

  @Override
  public Format format() {
    return Format.GGUF;
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
    return read.complete() && rest > 0
        ? List.of(Part.slice("(behind the tensors)", Part.Role.MEMBER, content, read.end(), rest))
        : List.of();
  }

  @Override
  public Spans spans() {
    if (!read.complete()) {
      return Spans.unknown(content.size());
    }
    var spans = Spans.builder(content.size()).judged(0, read.dataStart());
    spans.inert(read.dataStart(), read.end() - read.dataStart());
    return spans.build();
  }
}
