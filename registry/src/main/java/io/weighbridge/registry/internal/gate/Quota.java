package io.weighbridge.registry.internal.gate;

import io.weighbridge.registry.RegistryConfig.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What askers and the disk still allow. Thread-safe. */
final class Quota {
  private static final String VETTINGS = "vettings";
  private static final String BYTES = "bytes";

  private final Records records;
  private final Limits limits;
  private final LongSupplier usableBytes;
  private final Clock clock;

  Quota(Records records, Limits limits, LongSupplier usableBytes, Clock clock) {
    this.records = records;
    this.limits = limits;
    this.usableBytes = usableBytes;
    this.clock = clock;
  }

  /** Draws one vetting for an asker, or says why not. */
  synchronized Optional<Answer> vetting(Asker asker) {
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    if (records.askers().used(asker.tokenId(), VETTINGS, hour) >= limits.vettingsPerHour()) {
      return Optional.of(
          new Answer.Limited(
              asker.name()
                  + " asked for "
                  + limits.vettingsPerHour()
                  + " new revisions within the hour, which is the limit (vettings-per-hour); what"
                  + " is admitted is served meanwhile",
              until(hour.plus(1, ChronoUnit.HOURS))));
    }
    records.askers().use(asker.tokenId(), VETTINGS, hour, 1);
    return Optional.empty();
  }

  /** Draws the bytes of a revision, of which {@code missing} have to be stored, or says why not. */
  synchronized Optional<Answer> bytes(Asker asker, long total, long missing) {
    if (total > limits.largestRevision()) {
      return Optional.of(
          new Answer.Unavailable(
              "the revision has "
                  + ByteSize.text(total)
                  + ", the limit is "
                  + ByteSize.text(limits.largestRevision())
                  + "; whoever runs this gate can raise 'largest-revision'"));
    }
    Optional<Answer> full = disk(missing);
    if (full.isPresent()) {
      return full;
    }
    Instant day = clock.instant().truncatedTo(ChronoUnit.DAYS);
    if (records.askers().used(asker.tokenId(), BYTES, day) + missing > limits.bytesPerDay()) {
      return Optional.of(
          new Answer.Limited(
              asker.name()
                  + " would have more than "
                  + ByteSize.text(limits.bytesPerDay())
                  + " fetched today, which is the limit (bytes-per-day); what is admitted is"
                  + " served meanwhile",
              until(day.plus(1, ChronoUnit.DAYS))));
    }
    records.askers().use(asker.tokenId(), BYTES, day, missing);
    return Optional.empty();
  }

  /** Gives back what was drawn today and is not fetched after all. */
  synchronized void unused(Asker asker, long bytes) {
    Instant day = clock.instant().truncatedTo(ChronoUnit.DAYS);
    long drawn = records.askers().used(asker.tokenId(), BYTES, day);
    records.askers().use(asker.tokenId(), BYTES, day, -Math.min(drawn, bytes));
  }

  private Optional<Answer> disk(long missing) {
    long free = usableBytes.getAsLong();
    return free - missing >= limits.diskReserve()
        ? Optional.empty()
        : Optional.of(
            new Answer.Unavailable(
                "the gate's disk is full: "
                    + ByteSize.text(missing)
                    + " to store, "
                    + ByteSize.text(free)
                    + " free, of which "
                    + ByteSize.text(limits.diskReserve())
                    + " stay free (disk-reserve); whoever runs the gate has to make room"));
  }

  /** Whether the disk is below its watermark, with a sentence. */
  Gate.HealthCheck health() {
    long free = usableBytes.getAsLong();
    return new Gate.HealthCheck(
        "disk",
        free >= limits.diskReserve(),
        ByteSize.text(free)
            + " free, "
            + ByteSize.text(limits.diskReserve())
            + " are kept free (disk-reserve)");
  }

  private Duration until(Instant end) {
    return Duration.between(clock.instant(), end);
  }
}
