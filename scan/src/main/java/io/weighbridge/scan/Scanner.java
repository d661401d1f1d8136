package io.weighbridge.scan;

import io.weighbridge.content.Content;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.scan.internal.Repository;
import io.weighbridge.scan.internal.RuleSet;
import java.util.List;

/**
 * Judges files: what they are, what a loader of theirs would do, and a verdict. Executes nothing,
 * ever; the verdict depends on the bytes alone. Whatever fails is a finding on the file that it
 * failed on. Immutable and thread-safe.
 *
 * <pre>{@code
 * Scanner scanner = Scanner.standard();
 * try (Content content = FileContent.open(Path.of("model.pkl"))) {
 *   FileReport report = scanner.scanFile("model.pkl", content);
 *   System.out.println(report.verdict());
 * }
 * }</pre>
 */
public final class Scanner {
  private final ScanOptions options;

  private Scanner(ScanOptions options) {
    this.options = options;
  }

  /** A scanner with {@link ScanOptions#STANDARD}. */
  public static Scanner standard() {
    return new Scanner(ScanOptions.STANDARD);
  }

  public static Scanner of(ScanOptions options) {
    return new Scanner(options);
  }

  public ScanOptions options() {
    return options;
  }

  /**
   * Judges one file by itself. Rules that need the other files of its repository take part only in
   * {@link #scan}.
   *
   * @param path relative to whatever the caller scans; gives the file's role, never its format
   */
  public FileReport scanFile(String path, Content content) {
    return Repository.single(options, path, content);
  }

  /**
   * Judges the files of a repository, several at a time, and what they say about each other.
   *
   * @param target for the report
   */
  public ScanReport scan(String target, List<ScanFile> files) {
    Repository.Result result = Repository.judge(options, files);
    Verdict worst = Verdict.SAFE;
    for (FileReport file : result.files()) {
      worst = worst.worst(file.verdict());
    }
    return new ScanReport(
        RuleSet.version(), rulesDigest(), target, worst, result.files(), result.licences());
  }

  /**
   * SHA-256, in lower-case hex, over every rule table and data file that takes part in a verdict:
   * two scanners with the same digest and version judge alike.
   */
  public static String rulesDigest() {
    return RuleSet.digest();
  }

  /** Every rule that can fire, by id. */
  public static List<Rule> rules() {
    return RuleSet.rules();
  }

  /** The version of Weighbridge that judges. */
  public static String version() {
    return RuleSet.version();
  }
}
