package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One revision on the scale, and everybody who waits for it. Thread-safe. */
final class Weighing {

  /** How far it is, for one who waits. */
  sealed interface Progress {
    /** No verdict yet. */
    record Pending() implements Progress {}

    /** The verdict is in, and admits it; its files arrive. */
    record Offered(Provisional provisional) implements Progress {}

    /** The verdict is on record; or there is none, for that reason. */
    record Ended(Optional<Answer> failure) implements Progress {}
  }

  private final ModelInfo info;
  private final Estimate estimate;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private Optional<List<RepoFile>> listed = Optional.empty();
  private Progress progress = new Progress.Pending();

  Weighing(ModelInfo info, Clock clock) {
    this.info = info;
    this.estimate = new Estimate(clock);
  }

  ModelInfo info() {
    return info;
  }

  // ------------------------------------------------------------ whoever weighs

  void listed(List<RepoFile> files) {
    change(() -> listed = Optional.of(List.copyOf(files)));
  }

  /** Its turn has come: the time until now was spent waiting for others. */
  void started() {
    estimate.started();
  }

  /** So much has to be fetched, in addition to what was said before, for the verdict. */
  void expects(List<RepoFile> files) {
    estimate.expects(files.stream().mapToLong(RepoFile::size).sum());
  }

  void arrived(long bytes) {
    estimate.arrived(bytes);
  }

  void judging() {
    estimate.judging();
  }

  /** The verdict admits it; what is not here is on its way. */
  void offer(Provisional provisional) {
    change(() -> progress = new Progress.Offered(provisional));
  }

  /** The offer no longer stands; the end says why. */
  void withdraw() {
    change(
        () -> {
          if (progress instanceof Progress.Offered) {
            progress = new Progress.Pending();
          }
        });
  }

  /** Ends it; a failure is what everybody who waits is told, else the verdict is on record. */
  void done(Optional<Answer> failure) {
    change(
        () -> {
          progress = new Progress.Ended(failure);
          listed = listed.or(() -> Optional.of(List.of()));
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ------------------------------------------------------------ whoever waits

  /** Waits for a verdict, and says how far it is then. */
  Progress await(Duration patience) {
    return waitFor(patience, () -> !(progress instanceof Progress.Pending), () -> progress);
  }

  /** Waits until all of it is on record, or nothing will be. */
  Progress awaitEnd(Duration patience) {
    return waitFor(patience, () -> progress instanceof Progress.Ended, () -> progress);
  }

  /** Waits for the list of files, without which nothing can be answered. */
  Optional<List<RepoFile>> files(Duration patience) {
    return waitFor(patience, () -> listed.isPresent(), () -> listed);
  }

  private <T> T waitFor(Duration patience, BooleanSupplier reached, Supplier<T> value) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!reached.getAsBoolean() && left > 0) {
        left = moved.awaitNanos(left);
      }
      return value.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return value.get();
    } finally {
      lock.unlock();
    }
  }

  /** Estimated time until the verdict, at least a second. */
  Duration remaining() {
    return estimate.remaining();
  }

  /** Estimated time until so many more bytes are here, at least a second. */
  Duration untilArrived(long bytes) {
    return estimate.untilArrived(bytes);
  }
}
