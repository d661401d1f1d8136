package io.weighbridge.registry.internal.gate;

import io.weighbridge.content.ContentException;
import io.weighbridge.registry.internal.gate.Provisional.Arriving;
import io.weighbridge.registry.internal.gate.Weighing.Progress;
import io.weighbridge.registry.internal.store.Announced;
import io.weighbridge.registry.internal.store.BlobStore;
import io.weighbridge.registry.internal.store.ByteSource;
import io.weighbridge.registry.internal.store.HashedSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Which bytes of a file go out when. What is in the store goes at once. Of a file that arrives:
 * judged bytes at once; from anywhere to its end as it arrives, but for the held tail; any other
 * range when the file is proven. Thread-safe.
 */
final class Openings {
  private final Weighings weighings;
  private final BlobStore store;
  private final Shelf shelf;
  private final boolean verifyAlways;

  Openings(GateParts parts) {
    this.weighings = parts.weighings();
    this.store = parts.store();
    this.shelf = parts.shelf();
    this.verifyAlways = parts.verifyAlways();
  }

  /** See {@link Gate#open}. */
  Opening open(ServedRevision revision, ServedFile file, long first, long last, Duration patience) {
    Announced announced = Announced.of(revision.upstream(), revision.id(), file.file());
    boolean resumes = first > 0 && last == file.file().size() - 1;
    if (resumes && store.torn(announced)) {
      return new Opening.Not(torn(revision, file));
    }
    Optional<Weighing> weighing = weighings.running(revision.id(), revision.upstreamCommit());
    if (weighing.isPresent()
        && weighing.get().await(Duration.ZERO) instanceof Progress.Offered(Provisional offered)) {
      Optional<Arriving> arriving = offered.delivery().find(file.file().path().text());
      if (arriving.isPresent()) {
        offered.delivery().want(file.file().path().text());
        return arriving(weighing.get(), arriving.get(), first, last, patience);
      }
    }
    return resumes && store.leftBehind(announced)
        ? new Opening.Not(torn(revision, file))
        : stored(file, first, last);
  }

  /** Whoever asks for a rest has a beginning, and it may be another one. */
  private static Answer torn(ServedRevision revision, ServedFile file) {
    return new Answer.Refused(
        Texts.torn(file.file().path().text()), false, false, Optional.of(revision.commit()));
  }

  private Opening stored(ServedFile file, long first, long last) {
    boolean whole = first == 0 && last == file.file().size() - 1;
    boolean sound =
        verifyAlways && !whole ? store.hashed(file.sha256()) : store.sound(file.sha256());
    if (!sound) {
      shelf.changed(); // so that the next asker has it fetched anew
      return gone(file);
    }
    return new Opening.Bytes(
        () -> {
          ByteSource source = ByteSource.of(store.open(file.sha256()));
          return verifyAlways && whole
              ? new HashedSource(source, file.file().size(), file.sha256())
              : source;
        });
  }

  private static Opening arriving(
      Weighing weighing, Arriving file, long first, long last, Duration patience) {
    if (file.preview().judged(first, last)) {
      return new Opening.Bytes(() -> new JudgedSource(file));
    }
    long size = file.arrival().announced().size();
    long needed = last == size - 1 ? first : size;
    try {
      return switch (file.arrival().await(needed, patience)) {
        case READY -> new Opening.Bytes(file.arrival()::open);
        case NOT_YET -> new Opening.Not(notYet(weighing, file, needed));
        case NEVER -> new Opening.Not(failed(file.arrival().announced().path()));
      };
    } catch (InterruptedIOException e) {
      return new Opening.Not(failed(file.arrival().announced().path()));
    }
  }

  private static Answer notYet(Weighing weighing, Arriving file, long needed) {
    Duration left = weighing.untilArrived(Math.max(0, needed - file.arrival().written()));
    return new Answer.Weighing(
        weighing.info(),
        weighing.files(Duration.ZERO).orElseThrow(),
        Texts.arriving(file.arrival().announced().path(), left),
        left);
  }

  private static Opening gone(ServedFile file) {
    return new Opening.Not(failed(file.file().path().text()));
  }

  private static Answer failed(String path) {
    return new Answer.Unavailable(Texts.line(path + " is no longer to be had; ask again"));
  }

  /** Bytes that were judged before the file is here. */
  private static final class JudgedSource implements ByteSource {
    private final Arriving file;
    private Optional<ByteSource> stored = Optional.empty();

    JudgedSource(Arriving file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      if (stored.isEmpty()) {
        try {
          return file.preview().read(position, into);
        } catch (ContentException e) {
          stored = Optional.of(file.arrival().open()); // kept no longer: the file is here
        }
      }
      return stored.get().read(into, position);
    }

    @Override
    public void close() throws IOException {
      if (stored.isPresent()) {
        stored.get().close();
      }
    }
  }
}
