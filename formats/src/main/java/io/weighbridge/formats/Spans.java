package io.weighbridge.formats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The span map of one file: every byte is in exactly one span, in order. Whatever nobody claimed is
 * {@link Span.Kind#UNKNOWN}; where claims overlap the more careful one wins, so a byte that is both
 * tensor data and part of a header is judged.
 */
public record Spans(List<Span> list) {
  public Spans {
    list = List.copyOf(list);
  }

  /** A format that acts on a prefix: all bytes matter before the first one may leave. */
  public static Spans judged(long size) {
    return size == 0
        ? new Spans(List.of())
        : new Spans(List.of(new Span(Span.Kind.JUDGED, 0, size)));
  }

  public static Spans unknown(long size) {
    return size == 0
        ? new Spans(List.of())
        : new Spans(List.of(new Span(Span.Kind.UNKNOWN, 0, size)));
  }

  public static Builder builder(long size) {
    return new Builder(size);
  }

  /** Bytes in spans of that kind. */
  public long total(Span.Kind kind) {
    long total = 0;
    for (Span span : list) {
      total += span.kind() == kind ? span.length() : 0;
    }
    return total;
  }

  /** The kind of the byte at that offset. */
  public Span.Kind at(long offset) {
    int low = 0;
    int high = list.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Span span = list.get(middle);
      if (offset < span.offset()) {
        high = middle - 1;
      } else if (offset >= span.end()) {
        low = middle + 1;
      } else {
        return span.kind();
      }
    }
    return Span.Kind.UNKNOWN;
  }

  /** Collects claims in any order. Not thread-safe. */
  public static final class Builder {
    private final long size;
    private final List<Span> claims = new ArrayList<>();

    private Builder(long size) {
      this.size = size;
    }

    public Builder judged(long offset, long length) {
      return claim(Span.Kind.JUDGED, offset, length);
    }

    public Builder inert(long offset, long length) {
      return claim(Span.Kind.INERT, offset, length);
    }

    private Builder claim(Span.Kind kind, long offset, long length) {
      long from = Math.clamp(offset, 0, size);
      long to = length < 0 || offset > size - length ? size : offset + length;
      if (to > from) {
        claims.add(new Span(kind, from, to - from));
      }
      return this;
    }

    /** Judged claims are laid first, inert ones into what is left, and the rest is unknown. */
    public Spans build() {
      claims.sort(Comparator.comparing(Span::kind).thenComparingLong(Span::offset));
      var laid = new ArrayList<Span>();
      lay(laid, Span.Kind.JUDGED);
      lay(laid, Span.Kind.INERT);
      fill(laid, 0, size, Span.Kind.UNKNOWN, laid);
      return new Spans(merge(laid));
    }

    private void lay(List<Span> laid, Span.Kind kind) {
      var before = List.copyOf(laid);
      for (Span claim : claims) {
        if (claim.kind() == kind) {
          fill(before, claim.offset(), claim.end(), kind, laid);
        }
      }
      var merged = merge(laid);
      laid.clear();
      laid.addAll(merged);
    }

    /** Adds the parts of a range that {@code taken} (in order, disjoint) leaves free. */
    private static void fill(
        List<Span> taken, long from, long to, Span.Kind kind, List<Span> into) {
      var free = new ArrayList<Span>();
      long at = from;
      for (int i = firstEndingAfter(taken, from); i < taken.size(); i++) {
        Span span = taken.get(i);
        if (span.offset() >= to) {
          break;
        }
        if (span.offset() > at) {
          free.add(new Span(kind, at, span.offset() - at));
        }
        at = Math.max(at, span.end());
      }
      if (at < to) {
        free.add(new Span(kind, at, to - at));
      }
      into.addAll(free);
    }

    private static int firstEndingAfter(List<Span> spans, long offset) {
      int low = 0;
      int high = spans.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (spans.get(middle).end() > offset) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    /** Sorts, and joins neighbours and overlaps of one kind. */
    private static List<Span> merge(List<Span> spans) {
      var sorted = new ArrayList<>(spans);
      sorted.sort(Comparator.comparingLong(Span::offset));
      var merged = new ArrayList<Span>();
      for (Span span : sorted) {
        Span last = merged.isEmpty() ? null : merged.getLast();
        if (last != null && last.kind() == span.kind() && last.end() >= span.offset()) {
          long end = Math.max(last.end(), span.end());
          merged.set(merged.size() - 1, new Span(span.kind(), last.offset(), end - last.offset()));
        } else {
          merged.add(span);
        }
      }
      return merged;
    }
  }
}
