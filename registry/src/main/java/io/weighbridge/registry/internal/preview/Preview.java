package io.weighbridge.registry.internal.preview;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.formats.Formats;
import io.weighbridge.formats.Span;
import io.weighbridge.formats.Spans;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.RepoFile;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * One file looked at before it is fetched: its span map, and what was read of it for the verdict,
 * which is kept and held against the bytes that arrive. Thread-safe.
 */
public final class Preview implements AutoCloseable {
  /** Below this a file is here as fast as its span map. */
  private static final long SMALL = 1 << 20;

  private static final long MOST_JUDGED = 16 << 20;
  private static final double MOST_JUDGED_PART = 0.02;
  private static final int PIECE = 1 << 20;

  private final Kept kept;
  private final Spans spans;
  private final long held;
  private boolean closed;

  private Preview(Kept kept, Spans spans) {
    this.kept = kept;
    this.spans = spans;
    this.held = Held.from(spans, kept.content().size());
  }

  /** Whether it may be worth looking: small files and those without announced sha256 are not. */
  public static boolean worth(RepoFile file) {
    return file.large() && file.size() > SMALL;
  }

  /**
   * Looks at a file.
   *
   * @param open opens it at the upstream
   * @throws HubException when the upstream does not answer
   */
  public static Look look(Supplier<Content> open) {
    Kept kept;
    try {
      kept = Kept.of(open.get());
    } catch (HubException e) {
      return unreadable(e);
    }
    try {
      Spans spans = Formats.spans(kept.content(), Budget.standard());
      if (kept.failure().isEmpty() && streams(spans, kept.content().size())) {
        return new Look.Seen(new Preview(kept, spans));
      }
      kept.failure().filter(e -> e.kind() != Kind.BAD_ANSWER).ifPresent(Preview::raise);
      kept.close();
      return new Look.FetchWhole();
    } catch (RuntimeException | Error e) {
      kept.close();
      throw e;
    }
  }

  /** What came of looking at a file. */
  public sealed interface Look {
    /** It can be judged by that. */
    record Seen(Preview preview) implements Look {}

    /** It acts on a prefix, or is not understood, or its upstream has no ranges. */
    record FetchWhole() implements Look {}
  }

  /** Whoever lies about ranges, or has none, may still send a whole that is as announced. */
  private static Look unreadable(HubException e) {
    if (e.kind() == Kind.BAD_ANSWER) {
      return new Look.FetchWhole();
    }
    throw e;
  }

  private static void raise(HubException e) {
    throw e;
  }

  private static boolean streams(Spans spans, long size) {
    long judged = spans.total(Span.Kind.JUDGED);
    return spans.total(Span.Kind.UNKNOWN) == 0
        && spans.total(Span.Kind.INERT) > 0
        && judged <= Math.max(MOST_JUDGED, (long) (size * MOST_JUDGED_PART))
        && judged < size / 2;
  }

  /** The bytes for the judge; closing it closes nothing. */
  public Content content() {
    return kept.content().slice(0, kept.content().size());
  }

  /**
   * Reads what the span map calls judged and the judge did not read, so that all of it is held
   * against what arrives.
   *
   * @return false when the verdict cannot rest on what was read: the file has to be fetched first
   * @throws HubException when the upstream broke off
   */
  public boolean settle() {
    var buffer = ByteBuffer.allocate(PIECE);
    try {
      for (Span span : spans.list()) {
        if (span.kind() != Span.Kind.INERT) {
          for (long at = span.offset(); at < span.end(); at += buffer.position()) {
            buffer.clear().limit((int) Math.min(PIECE, span.end() - at));
            if (kept.content().read(at, buffer) <= 0) {
              return false;
            }
          }
        }
      }
    } catch (ContentException e) {
      kept.failure().filter(failure -> failure.kind() != Kind.BAD_ANSWER).ifPresent(Preview::raise);
      return false;
    }
    kept.failure().filter(failure -> failure.kind() != Kind.BAD_ANSWER).ifPresent(Preview::raise);
    return kept.sound();
  }

  public OptionalLong mismatch(long offset, byte[] bytes, int length) {
    return kept.mismatch(offset, bytes, length);
  }

  /** Offset of the first byte that nobody gets before the file is proven. */
  public long held() {
    return held;
  }

  /** Whether all bytes from first to last were judged, and are kept. */
  public boolean judged(long first, long last) {
    for (Span span : spans.list()) {
      if (span.kind() != Span.Kind.JUDGED && span.offset() <= last && span.end() > first) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads judged bytes from what is kept, never from the upstream again.
   *
   * @throws ContentException when they are no longer kept
   */
  public synchronized int read(long position, ByteBuffer into) {
    long size = kept.content().size();
    if (closed || !kept.has(position, Math.clamp(size - position, 0, into.remaining()))) {
      throw new ContentException("no longer kept");
    }
    return kept.content().read(position, into);
  }

  /** Bytes that were read for the verdict. */
  public long bytesRead() {
    return kept.bytes();
  }

  @Override
  public synchronized void close() {
    closed = true;
    kept.close();
  }
}
