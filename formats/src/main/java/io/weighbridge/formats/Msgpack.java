package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.MsgpackWalk;
import java.util.List;

/**
 * Flax parameters in MessagePack (msgpack/msgpack, spec.md; flax/serialization.py): maps of text
 * keys, and arrays as extension type 1. Data only, so what matters is that it is nothing else.
 */
public final class Msgpack implements View {
  private final Content content;
  private final MsgpackWalk walk;

  private Msgpack(Content content, MsgpackWalk walk) {
    this.content = content;
    this.walk = walk;
  }

  public static Msgpack open(Content content, Budget budget) {
    return new Msgpack(content, MsgpackWalk.of(content, budget));
  }

  /** Extension types that occur; Flax writes 1 (array), 2 (complex number), 3 (scalar). */
  public List<Integer> extensions() {
    return walk.extensions();
  }

  @Override
  public Format format() {
    return Format.FLAX;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return walk.problems();
  }

  @Override
  public List<Part> parts() {
    long rest = content.size() - walk.end();
    return rest > 0
        ? List.of(Part.slice("(behind the data)", Part.Role.MEMBER, content, walk.end(), rest))
        : List.of();
  }

  @Override
  public Spans spans() {
    var spans = Spans.builder(content.size());
    long at = 0;
    for (Span data : walk.data()) {
      spans.judged(at, data.offset() - at);
      spans.inert(data.offset(), data.length());
      at = data.end();
    }
    return spans.judged(at, walk.end() - at).build();
  }
}
