package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.RReader;
import java.util.List;
import java.util.Map;

/**
 * R's serialisation (R Internals, 1.8), unpacked. Data sets and models are values; promises run
 * when the value is first looked at (CVE-2024-27322), and functions, calls and byte code are code
 * that waits to be called.
 */
public final class RData implements View {
  private final Content content;
  private final RReader read;

  private RData(Content content, RReader read) {
    this.content = content;
    this.read = read;
  }

  /** Kinds of value that are not plain data. */
  public enum Kind {
    PROMISE,
    FUNCTION,
    CALL,
    EXPRESSION,
    BYTE_CODE,
    ENVIRONMENT,
    EXTERNAL_POINTER
  }

  public static RData open(Content content, Budget budget) {
    return new RData(content, RReader.read(content, budget));
  }

  /** Offset of the first value of each kind that occurs. */
  public Map<Kind, Long> kinds() {
    return read.kinds();
  }

  /** Symbols within promises and calls: what they call, among others. */
  public List<String> symbols() {
    return read.symbols();
  }

  @Override
  public Format format() {
    return Format.RDS;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return read.problems();
  }
}
