package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Compression;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import java.util.ArrayList;
import java.util.List;

/** A compressed stream; what it unpacks to is its part, and so is what follows it. */
public final class StreamView implements View {
  private final Content content;
  private final Format format;
  private final Compression.Unpacked unpacked;

  private StreamView(Content content, Format format, Compression.Unpacked unpacked) {
    this.content = content;
    this.format = format;
    this.unpacked = unpacked;
  }

  /** Unpacks it, since only its end shows whether it is sound. */
  public static StreamView open(Content content, Format format, Budget budget) {
    return new StreamView(content, format, Formats.compression(format).unpack(content, budget));
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
    return unpacked.problems();
  }

  @Override
  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    parts.add(new Part("(unpacked)", Part.Role.MEMBER, -1, _ -> List.of(unpacked.content())));
    long rest = content.size() - unpacked.consumed();
    if (rest > 0) {
      parts.add(
          Part.slice("(behind the stream)", Part.Role.MEMBER, content, unpacked.consumed(), rest));
    }
    return parts;
  }

  @Override
  public void close() {
    unpacked.close();
  }
}
