package io.weighbridge.registry.internal.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Range} header asks of a file (RFC 9110, section 14). One range is honoured; several
 * ranges, other units and malformed headers are ignored, as the RFC allows, so that the whole file
 * is sent: no Hub client asks for several, and multipart answers are how servers are made to send
 * far more than a file holds.
 */
sealed interface ByteRange {

  /** The whole file, status 200. */
  record Whole() implements ByteRange {}

  /** Bytes {@code first} to {@code last}, both included, status 206. */
  record Part(long first, long last) implements ByteRange {
    long length() {
      return last - first + 1;
    }
  }

  /** No byte of it exists, status 416. */
  record Unsatisfiable() implements ByteRange {}

  Pattern ONE = Pattern.compile("bytes=[ \\t]*([0-9]*)-([0-9]*)[ \\t]*", Pattern.CASE_INSENSITIVE);

  /**
   * Reads the header for a file of {@code size} bytes. {@code If-Range} with another validator than
   * the file's strong {@code etag} asks for the whole file.
   */
  static ByteRange of(Optional<String> range, Optional<String> ifRange, String etag, long size) {
    if (range.isEmpty() || ifRange.map(validator -> !validator.equals(etag)).orElse(false)) {
      return new Whole();
    }
    Matcher matcher = ONE.matcher(range.get());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return new Whole();
    }
    if (matcher.group(1).isEmpty()) {
      long suffix = number(matcher.group(2));
      return suffix == 0 || size == 0
          ? new Unsatisfiable()
          : new Part(Math.max(0, size - suffix), size - 1);
    }
    long first = number(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : number(matcher.group(2));
    if (last < first) {
      return new Whole();
    }
    return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
  }

  // More than 18 digits lie beyond any file; they need not be told apart.
  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > 18 ? Long.MAX_VALUE - 1 : Long.parseLong(significant);
  }
}
