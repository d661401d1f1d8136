package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One revision on the scale, and everybody who waits for it. Thread-safe. */
final class Weighing {
  private static final double FIRST_GUESS = 20e6;
  private static final double JUDGED_PER_SECOND = 300e6;

  private final ModelInfo info;
  private final Clock clock;
  private final CompletableFuture<List<RepoFile>> listed = new CompletableFuture<>();
  private final CompletableFuture<Optional<Answer>> done = new CompletableFuture<>();
  private final AtomicLong arrived = new AtomicLong();
  private volatile long total;
  private volatile Instant started;
  private volatile Instant judgingSince = Instant.MAX;

  Weighing(ModelInfo info, Clock clock) {
    this.info = info;
    this.clock = clock;
    this.started = clock.instant();
  }

  void listed(List<RepoFile> files) {
    total = files.stream().mapToLong(RepoFile::size).sum();
    listed.complete(List.copyOf(files));
  }

  /** Its turn has come: the time until now was spent waiting for others. */
  void started() {
    started = clock.instant();
  }

  void arrived(long bytes) {
    arrived.addAndGet(bytes);
  }

  void judging() {
    judgingSince = clock.instant();
  }

  /** Ends it; a failure is what everybody who waits is told, else the verdict is on record. */
  void done(Optional<Answer> failure) {
    done.complete(failure);
    listed.complete(List.of());
  }

  boolean isDone() {
    return done.isDone();
  }

  /**
   * Waits for the end.
   *
   * @return empty when it did not come in time; else the failure, if it failed
   */
  Optional<Optional<Answer>> await(Duration patience) {
    try {
      return Optional.of(done.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // never completed with an exception
    }
  }

  /** Waits for the list of files, without which nothing can be answered. */
  Optional<List<RepoFile>> files(Duration patience) {
    try {
      return Optional.of(listed.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // never completed with an exception
    }
  }

  ModelInfo info() {
    return info;
  }

  /** Estimated time left, at least a second: bytes left at the rate so far, then the judging. */
  Duration remaining() {
    Instant now = clock.instant();
    long got = arrived.get();
    double judging = total / JUDGED_PER_SECOND + 1;
    if (judgingSince.isBefore(Instant.MAX)) {
      double spent = seconds(judgingSince, now);
      return ofSeconds(Math.max(1, judging - spent));
    }
    double elapsed = Math.max(0.5, seconds(started, now));
    double rate = got > 0 ? got / elapsed : FIRST_GUESS;
    return ofSeconds(Math.max(0, total - got) / rate + judging);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofSeconds((long) Math.ceil(Math.min(seconds, 7 * 86_400)));
  }
}
