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
  private final long consumed;
  private final Compression.Unpacked unpacked;

  private StreamView(Content content, Format format, long consumed, Compression.Unpacked unpacked) {
    this.content = content;
    this.format = format;
    this.consumed = consumed;
    this.unpacked = unpacked;
  }

  /** Unpacks it, since only its end shows whether it is sound. */
  public static StreamView open(Content content, Format format, Budget budget) {
    long start = joblibHeader(content);
    Content stream = start == 0 ? content : content.slice(start, content.size() - start);
    Compression.Unpacked unpacked = Formats.compression(format).unpack(stream, budget);
    return new StreamView(content, format, start + unpacked.consumed(), unpacked);
  }

  /**
   * Before 0.10, joblib put "ZF" and a length as hexadecimal text, filled up to 19 characters,
   * before its zlib data, and some versions a space (joblib/numpy_pickle_compat.py).
   */
  private static long joblibHeader(Content content) {
    if (content.size() < 23 || content.bytes(0, 2)[0] != 'Z') {
      return 0;
    }
    return content.bytes(21, 1)[0] == ' ' ? 22 : 21;
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
    long rest = content.size() - consumed;
    if (rest > 0) {
      parts.add(Part.slice("(behind the stream)", Part.Role.MEMBER, content, consumed, rest));
    }
    return parts;
  }

  @Override
  public void close() {
    unpacked.close();
  }
}
