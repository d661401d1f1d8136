package io.weighbridge.scan;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.scan.internal.SuppressionReader;
import io.weighbridge.scan.internal.SuppressionRun;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Findings that a person has looked at and accepts, until a date: the {@code suppressions} of a
 * {@code .weighbridge.yaml}. Such a file is read only from where the user stands or points, never
 * from what is scanned. Immutable and thread-safe.
 *
 * <pre>{@code
 * suppressions:
 *   - rule: python/acts-on-import      # required
 *     path: tools/*.py                 # at least one of path, digest and name
 *     reason: our own build scripts    # required
 *     expires: 2027-06-30              # required
 * }</pre>
 *
 * <p>A finding that is {@code malicious} can only be suppressed by the file's digest, and one that
 * says that something was not understood ({@code scan/…}) cannot: what nobody read, nobody
 * accepted.
 *
 * @param source where it was read from, for messages
 */
public record Suppressions(String source, List<Entry> entries) {
  /** None. */
  public static final Suppressions NONE = new Suppressions("", List.of());

  public Suppressions {
    entries = List.copyOf(entries);
  }

  /**
   * One accepted finding.
   *
   * @param path a path relative to the target; {@code *} stands for any characters but a slash,
   *     {@code **} for any
   * @param digest SHA-256 of the file, lower-case hex
   * @param name qualified name that the finding is about, such as {@code my_package.MyClass}
   * @param expires the last day on which it holds
   */
  public record Entry(
      String rule,
      Optional<String> path,
      Optional<String> digest,
      Optional<String> name,
      String reason,
      LocalDate expires) {}

  /**
   * Reads a configuration.
   *
   * @param source its name, for messages
   * @throws ScanException when it is not as described above
   */
  public static Suppressions parse(String source, String yaml) {
    return new Suppressions(source, SuppressionReader.read(source, yaml));
  }

  /**
   * The report without what is accepted: such findings become {@code info} and say why. Entries
   * that have expired suppress nothing and are a finding on the configuration, listed as a last
   * file.
   */
  public ScanReport apply(ScanReport report, LocalDate today) {
    List<FileReport> files = SuppressionRun.apply(this, report.files(), today);
    io.weighbridge.evidence.Verdict worst = io.weighbridge.evidence.Verdict.SAFE;
    for (FileReport file : files) {
      worst = worst.worst(file.verdict());
    }
    return new ScanReport(
        report.version(), report.rulesDigest(), report.target(), worst, files, report.licences());
  }
}
