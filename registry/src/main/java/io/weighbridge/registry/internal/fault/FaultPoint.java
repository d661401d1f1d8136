package io.weighbridge.registry.internal.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets the acceptance test kill the server at a chosen place. With the system property {@code
 * weighbridge.fault=PHASE:N} the N-th arrival at that phase writes the phase's name to the file
 * named by {@code weighbridge.fault-file} and then lingers, so that a kill -9 hits exactly there.
 * Without the property every call returns at once. Thread-safe.
 */
public final class FaultPoint {

  /** The places that a kill must not hurt. */
  public enum Phase {
    /** Part of an upstream's file has been written to its part file. */
    FETCH,
    /** All bytes are here, none is judged. */
    JUDGE,
    /** A complete part file is about to become a blob. */
    STORE,
    /** Half of a ledger batch is written. */
    LEDGER,
    /** Part of a blob has been sent to a client. */
    SERVE
  }

  private static final Duration LINGER = Duration.ofSeconds(30);
  private static final @Nullable FaultPoint AIM = fromProperties();

  private final Phase phase;
  private final Path announcement;
  private final AtomicLong left;

  private FaultPoint(Phase phase, long arrivals, Path announcement) {
    this.phase = phase;
    this.announcement = announcement;
    this.left = new AtomicLong(arrivals);
  }

  /** Says that a phase is reached. */
  public static void reached(Phase phase) {
    FaultPoint aim = AIM;
    if (aim != null && aim.phase == phase && aim.left.decrementAndGet() == 0) {
      aim.linger();
    }
  }

  /** Whether a test aims at this phase: callers may then split a write in two. */
  public static boolean aimedAt(Phase phase) {
    return AIM != null && AIM.phase == phase;
  }

  private void linger() {
    try {
      Files.writeString(
          announcement, phase.name(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long end = System.nanoTime() + LINGER.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static @Nullable FaultPoint fromProperties() {
    String aim = System.getProperty("weighbridge.fault", "");
    String file = System.getProperty("weighbridge.fault-file", "");
    int colon = aim.indexOf(':');
    if (colon < 0 || file.isEmpty()) {
      return null;
    }
    return new FaultPoint(
        Phase.valueOf(aim.substring(0, colon).toUpperCase(Locale.ROOT)),
        Long.parseLong(aim.substring(colon + 1)),
        Path.of(file));
  }
}
