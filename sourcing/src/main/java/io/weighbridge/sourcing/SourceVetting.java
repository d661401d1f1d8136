package io.weighbridge.sourcing;

import io.weighbridge.sourcing.internal.Assessment;
import java.time.Clock;

/**
 * Reconnaissance before the bytes: everything that the upstream tells about a model's origin, as
 * facts with their source, and what follows from them. Thread-safe.
 *
 * <pre>{@code
 * var sourcing = new SourceVetting(NameIndex.standard(), OnRecord.NOTHING, Clock.systemUTC());
 * SourceReport report = sourcing.assess(Subject.told(upstream, info, files));
 * report.story().forEach(line -> System.out.println(line));
 * }</pre>
 *
 * @param names protected names
 * @param record what was admitted here before
 */
public record SourceVetting(NameIndex names, OnRecord record, Clock clock) {

  /**
   * Assesses a model. Asks the upstream at most five times at once (its publisher three times,
   * history, discussions), once more for each model that it imitates or was made from (four at
   * most), and about the first person who is new to a known model. An upstream that does not answer
   * a question leaves the fact unknown; it does not fail the assessment.
   */
  public SourceReport assess(Subject subject) {
    return new Assessment(subject, names, record, clock.instant()).report();
  }
}
