package io.weighbridge.formats;

import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import java.util.List;

/** Bytes of a format that has no structure of its own here; its rules read the content. */
public record Plain(Format format, Content content, List<Problem> problems) implements View {
  public Plain {
    problems = List.copyOf(problems);
  }

  Plain(Format format, Content content) {
    this(format, content, List.of());
  }

  @Override
  public Spans spans() {
    return format == Format.UNKNOWN ? Spans.unknown(content.size()) : Spans.judged(content.size());
  }
}
