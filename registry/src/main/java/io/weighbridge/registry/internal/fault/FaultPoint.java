package io.weighbridge.registry.internal.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets the acceptance test kill the server at a chosen place. With the system property {@code
 * weighbridge.faults=FOLDER}, and once that folder holds a file {@code aim} with the line {@code
 * PHASE N}, the N-th arrival at that phase writes the file {@code reached} and then lingers, so
 * that a kill -9 hits exactly there. Without the property every call returns at once. Thread-safe.
 */
public final class FaultPoint {

  /** The places that a kill must not hurt. */
  public enum Phase {
    /** A file was looked at over ranges. */
    RANGES,
    /** What the verdict rests on is here, and not judged. */
    JUDGE,
    /** The verdict from ranges is in, and nothing else is fetched. */
    PROVISIONAL,
    /** Part of an upstream's file has been written to its part file. */
    FETCH,
    /** How far a part file can be taken over has been noted. */
    PIN,
    /** Part of a file that is still arriving has been sent to a client. */
    STREAM,
    /** A file arrived with the announced digest, and its stored bytes are not judged. */
    PROVE,
    /** A complete part file is about to become a blob. */
    STORE,
    /** Half of a ledger batch is written. */
    LEDGER,
    /** Part of a blob has been sent to a client. */
    SERVE
  }

  private static final Duration LINGER = Duration.ofSeconds(30);
  private static final String PROPERTY = System.getProperty("weighbridge.faults", "");
  private static volatile @Nullable FaultPoint aim;

  private final Phase phase;
  private final AtomicLong left;

  private FaultPoint(Phase phase, long arrivals) {
    this.phase = phase;
    this.left = new AtomicLong(arrivals);
  }

  /** Says that a phase is reached. */
  public static void reached(Phase phase) {
    FaultPoint at = aim();
    if (at != null && at.phase == phase && at.left.decrementAndGet() == 0) {
      linger(phase);
    }
  }

  /** Whether a test aims at this phase: callers may then split a write in two. */
  public static boolean aimedAt(Phase phase) {
    FaultPoint at = aim();
    return at != null && at.phase == phase;
  }

  /** The aim, once a test has taken one. */
  private static @Nullable FaultPoint aim() {
    return PROPERTY.isEmpty() || aim != null ? aim : take(Path.of(PROPERTY, "aim"));
  }

  private static synchronized @Nullable FaultPoint take(Path file) {
    try {
      if (aim == null && Files.exists(file)) {
        String[] words = Files.readString(file).strip().split(" ", 2);
        aim =
            new FaultPoint(
                Phase.valueOf(words[0].toUpperCase(Locale.ROOT)), Long.parseLong(words[1]));
      }
      return aim;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void linger(Phase phase) {
    try {
      Files.writeString(Path.of(PROPERTY, "reached"), phase.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long end = System.nanoTime() + LINGER.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
