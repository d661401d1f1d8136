package io.weighbridge.scan;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.scan.internal.SuppressionReader;
import io.weighbridge.scan.internal.SuppressionRun;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Findings that a person has looked at and accepts, until a date: a {@code .weighbridge.yaml}. Such
 * a file is read only from where the user stands or points, never from what is scanned. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * suppressions:
 *   - rule: python/acts-on-import      # at least one of rule, path, digest and name;
 *     path: tools/*.py                 # all that are given must fit
 *     reason: our own build scripts    # required
 *     expires: 2027-06-30              # required: the last day on which it holds
 * allow:
 *   - name: my_package.MyClass         # a qualified name, or my_package.* ; or a digest
 *     reason: our own class, reviewed in ticket 481
 *     expires: 2027-06-30
 * }</pre>
 *
 * <p>A finding that is {@code malicious} can only be accepted by the file's digest, and one that
 * says that something was not understood ({@code scan/…}) cannot: what nobody read, nobody
 * accepted. Coverage that is not full stays so, and the file is not safe.
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
   * What is accepted: findings that everything given here fits; at least one of the four is.
   *
   * @param rule the rule's id
   * @param path a path relative to the target; {@code *} stands for any characters but a slash,
   *     {@code **} for any
   * @param digest SHA-256 of the file, lower-case hex
   * @param name qualified name that the finding is about, such as {@code my_package.MyClass}; with
   *     {@code .*} at its end, every name below
   * @param reason why, in a person's words
   * @param expires the last day on which it holds
   */
  public record Entry(
      Optional<String> rule,
      Optional<String> path,
      Optional<String> digest,
      Optional<String> name,
      String reason,
      LocalDate expires) {

    /** What it speaks of, in a few words. */
    public String subject() {
      return java.util.stream.Stream.of(rule, name, path, digest)
          .flatMap(Optional::stream)
          .collect(java.util.stream.Collectors.joining(" "));
    }
  }

  /** Whether some entry speaks of a digest, so that {@link #apply} needs a report with digests. */
  public boolean needsDigests() {
    return entries.stream().anyMatch(entry -> entry.digest().isPresent());
  }

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
