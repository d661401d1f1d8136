package io.weighbridge.registry.internal.preview;

import io.weighbridge.formats.Span;
import io.weighbridge.formats.Spans;
import java.util.List;

/**
 * Where the held tail begins. Judged bytes may be had before a file is proven, also those at its
 * end; so the tail reaches back over enough inert ones that nobody can put the file together.
 */
final class Held {
  /** More than any zip reader searches for the end of its directory (65,557 bytes and zip64's). */
  private static final long LEAST = 128 << 10;

  private Held() {}

  static long from(Spans spans, long size) {
    long inert = 0;
    long from = size;
    List<Span> list = spans.list();
    for (int i = list.size() - 1; i >= 0 && inert < LEAST; i--) {
      Span span = list.get(i);
      if (span.kind() == Span.Kind.INERT) {
        long taken = Math.min(span.length(), LEAST - inert);
        inert += taken;
        from = span.end() - taken;
      }
    }
    return Math.max(0, Math.min(from, size - LEAST));
  }
}
