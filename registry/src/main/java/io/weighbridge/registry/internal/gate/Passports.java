package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.Passport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Signed records of what is admitted, for those who verify. Thread-safe. */
public interface Passports {

  /**
   * The passport of an admitted revision. What is pulled for the first time has one as soon as all
   * of it is here and proven; whoever asks right after its last byte waits for that, some seconds
   * at most.
   *
   * @param revision full or short commit id (the upstream's, or the one that clients see), or a
   *     branch known here, or {@code ""} for the default branch
   * @return empty when nothing admitted is on record by that name
   * @throws io.weighbridge.registry.RegistryException when the record is not what was signed
   */
  Optional<Passport> of(ModelId id, String revision);

  /** As {@link #of}, of exactly that commit, and without waiting. */
  Optional<Passport> onRecord(ModelId id, CommitId commit);

  /**
   * Whether the stored bytes of an admitted revision are still those of its passport, from what is
   * known of them: a file that did not change on disk is not read again.
   */
  Optional<Check> check(ModelId id, String revision);

  /** What was withdrawn, signed now. */
  Bundle revocations();

  /** The public keys whose passports count now, in PEM. */
  String publicKeys();

  /**
   * Outcome of a check.
   *
   * @param wrong files whose stored bytes are missing or others
   */
  record Check(Passport passport, int files, List<String> wrong, Duration took) {
    public Check {
      wrong = List.copyOf(wrong);
    }
  }
}
