package io.weighbridge.cli.internal.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that a request asks for (RFC 9110 §14.1, one range).
 *
 * @param partial whether a part was asked for, so that the answer is 206
 */
record ByteRange(long from, long length, boolean partial) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})?");

  /** The range of a header; the whole file when there is none that can be satisfied. */
  static ByteRange of(@Nullable String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header);
    if (!range.matches() || Long.parseLong(range.group(1)) >= size) {
      return new ByteRange(0, size, false);
    }
    long from = Long.parseLong(range.group(1));
    String end = range.group(2);
    long to = end == null ? size - 1 : Math.min(Long.parseLong(end), size - 1);
    return to < from ? new ByteRange(0, size, false) : new ByteRange(from, to - from + 1, true);
  }

  /** The value of {@code Content-Range}. */
  String header(long size) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }
}
