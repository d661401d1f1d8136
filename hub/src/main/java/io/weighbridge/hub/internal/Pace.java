package io.weighbridge.hub.internal;

import java.time.Duration;

/**
 * How slow a body may be: after a grace, at least {@code bytesPerSecond} of the time that is spent
 * waiting for it. Time that the reader spends elsewhere does not count.
 */
record Pace(Duration grace, long bytesPerSecond) {
  boolean tooSlow(long waitedNanos, long bytes) {
    return waitedNanos > grace.toNanos() + bytes * 1_000_000_000L / bytesPerSecond;
  }
}
