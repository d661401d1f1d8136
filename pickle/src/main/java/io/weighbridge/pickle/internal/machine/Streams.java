package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Content;
import io.weighbridge.pickle.PickleStream;
import io.weighbridge.pickle.PickleStream.Ending;
import io.weighbridge.pickle.internal.decode.Resync;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Everything that a content holds: one pickle after another, padding between them, raw storages
 * after those of legacy torch, and pickles behind bytes that are not understood.
 */
public final class Streams {
  /** Attempts to find another pickle behind bytes that are not understood. */
  private static final int ATTEMPTS = 256;

  private final Content content;
  private final Session session;
  private final List<PickleStream> streams = new ArrayList<>();
  private String reason = "";

  private Streams(Content content, Session session) {
    this.content = content;
    this.session = session;
  }

  /**
   * What was read.
   *
   * @param streams those that end at STOP, and those that break but do something before
   * @param end behind the last byte that was understood without a gap
   * @param reason why not every byte is understood; empty when they are
   */
  public record Reading(List<PickleStream> streams, long end, String reason) {
    public Reading {
      streams = List.copyOf(streams);
    }

    public boolean understood() {
      return reason.isEmpty();
    }
  }

  /** Reads the first pickle only. */
  public static Reading readFirst(Content content, Session session) {
    PickleStream stream = new Machine(content, 0, session).run();
    return new Reading(List.of(stream), stream.end(), stream.problem());
  }

  public static Reading readAll(Content content, Session session) {
    var streams = new Streams(content, session);
    long end;
    try {
      end = streams.read();
    } catch (BudgetExceeded e) {
      end = streams.streams.isEmpty() ? 0 : streams.streams.getLast().end();
      streams.note(String.valueOf(e.getMessage()));
    }
    return new Reading(streams.streams, end, streams.reason);
  }

  private long read() {
    long at = 0;
    do {
      PickleStream stream = new Machine(content, at, session).run();
      boolean first = streams.isEmpty();
      if (first || stream.complete()) {
        streams.add(stream);
      }
      if (stream.ending() == Ending.BOUNDED) {
        note(stream.problem());
        return stream.end();
      }
      if (!stream.complete()) {
        note(
            first
                ? "the pickle breaks off: " + stream.problem()
                : content.size() - at + " bytes from " + at + " on are not understood");
        search(Math.max(at + 1, stream.end()));
        return at;
      }
      at = afterStorages(stream.end());
      at = Resync.afterPadding(content, at, session.budget());
    } while (at < content.size());
    return at;
  }

  private long afterStorages(long at) {
    if (!TorchLegacy.isComplete(streams)) {
      return at;
    }
    OptionalLong end = TorchLegacy.endOfStorages(content, streams);
    return end.orElse(at);
  }

  /** Looks for further pickles behind bytes that are none. */
  private void search(long from) {
    long at = from;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      at = Resync.nextCandidate(content, at, session.budget());
      if (at < 0) {
        return;
      }
      int effects = session.effects().size();
      PickleStream stream = new Machine(content, at, session).run();
      boolean counts = stream.complete() || session.effects().size() > effects;
      if (counts) {
        streams.add(stream);
      }
      if (stream.ending() == Ending.BOUNDED) {
        return;
      }
      at = counts ? Math.max(at + 1, stream.end()) : at + 1;
    }
  }

  private void note(String why) {
    reason = reason.isEmpty() ? why : reason;
  }
}
