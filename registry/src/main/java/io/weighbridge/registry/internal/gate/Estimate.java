package io.weighbridge.registry.internal.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** How long a weighing will take: bytes left at the rate so far, then the judging. Thread-safe. */
final class Estimate {
  private static final double FIRST_GUESS = 20e6;
  private static final double JUDGED_PER_SECOND = 300e6;
  private static final double LONGEST = 7 * 86_400;

  private final Clock clock;
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong arrived = new AtomicLong();
  private volatile Instant started;
  private volatile Instant judgingSince = Instant.MAX;

  Estimate(Clock clock) {
    this.clock = clock;
    this.started = clock.instant();
  }

  void started() {
    started = clock.instant();
  }

  void expects(long bytes) {
    total.addAndGet(bytes);
    judgingSince = Instant.MAX;
  }

  void arrived(long bytes) {
    arrived.addAndGet(bytes);
  }

  void judging() {
    judgingSince = clock.instant();
  }

  Duration remaining() {
    Instant now = clock.instant();
    double judging = total.get() / JUDGED_PER_SECOND + 1;
    return judgingSince.isBefore(Instant.MAX)
        ? ofSeconds(judging - seconds(judgingSince, now))
        : ofSeconds((total.get() - arrived.get()) / rate(now) + judging);
  }

  Duration untilArrived(long bytes) {
    return ofSeconds(bytes / rate(clock.instant()) + 1);
  }

  private double rate(Instant now) {
    long got = arrived.get();
    return got > 0 ? got / Math.max(0.5, seconds(started, now)) : FIRST_GUESS;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofSeconds((long) Math.ceil(Math.clamp(seconds, 1, LONGEST)));
  }
}
