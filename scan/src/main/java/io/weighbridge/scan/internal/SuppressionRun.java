package io.weighbridge.scan.internal;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.scan.Suppressions;
import io.weighbridge.scan.Suppressions.Entry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Applies suppressions to reports. */
public final class SuppressionRun {
  private static final Pattern BELOW = Pattern.compile("[\\w.]+(\\(.*)?", Pattern.DOTALL);

  private SuppressionRun() {}

  public static List<FileReport> apply(
      Suppressions suppressions, List<FileReport> files, LocalDate today) {
    var valid = new ArrayList<Entry>();
    var expired = new ArrayList<Finding>();
    for (Entry entry : suppressions.entries()) {
      if (entry.expires().isBefore(today)) {
        expired.add(
            Rules.rule("config/expired-suppression")
                .at(
                    Location.of(suppressions.source()),
                    "what was accepted for " + entry.subject() + " expired on " + entry.expires(),
                    entry.reason()));
      } else {
        valid.add(entry);
      }
    }
    var result = new ArrayList<FileReport>();
    for (FileReport file : files) {
      result.add(valid.isEmpty() ? file : file(valid, file));
    }
    if (!expired.isEmpty()) {
      result.add(
          new FileReport(
              suppressions.source(),
              "configuration",
              0,
              Optional.empty(),
              Verdict.of(expired, Coverage.FULL),
              Coverage.FULL,
              "",
              expired));
    }
    return result;
  }

  private static FileReport file(List<Entry> entries, FileReport file) {
    var findings = new ArrayList<Finding>();
    for (Finding finding : file.findings()) {
      findings.add(finding(entries, file, finding));
    }
    return new FileReport(
        file.path(),
        file.format(),
        file.size(),
        file.sha256(),
        Verdict.of(findings, file.coverage()),
        file.coverage(),
        file.coverageReason(),
        findings);
  }

  private static Finding finding(List<Entry> entries, FileReport file, Finding finding) {
    for (Entry entry : entries) {
      if (matches(entry, file, finding)) {
        return new Finding(
            finding.rule(),
            Severity.INFO,
            finding.location(),
            finding.message()
                + " (suppressed until "
                + entry.expires()
                + ": "
                + entry.reason()
                + ")",
            finding.evidence(),
            finding.references(),
            finding.remedy());
      }
    }
    return finding;
  }

  private static boolean matches(Entry entry, FileReport file, Finding finding) {
    if (finding.rule().startsWith("scan/")
        || entry.rule().isPresent() && !entry.rule().get().equals(finding.rule())) {
      return false;
    }
    if (finding.severity() == Severity.MALICIOUS && entry.digest().isEmpty()) {
      return false;
    }
    if (entry.digest().isPresent() && !entry.digest().equals(file.sha256())) {
      return false;
    }
    if (entry.path().isPresent() && !glob(entry.path().get(), file.path())) {
      return false;
    }
    return entry.name().isEmpty() || isAbout(entry.name().get(), finding);
  }

  /**
   * A call of the name, its import, or the name itself. The evidence holds what a model chose, so
   * nothing of it is skipped but the node type that skops' own findings put first.
   */
  private static boolean isAbout(String name, Finding finding) {
    String thing = finding.evidence();
    if (finding.rule().equals("skops/untrusted-type")) {
      thing = thing.substring(thing.indexOf(": ") + 1).strip();
    }
    if (thing.startsWith("from ")) {
      thing = thing.substring("from ".length()).replaceFirst(" import ", ".");
    }
    if (name.endsWith(".*")) {
      return thing.startsWith(name.substring(0, name.length() - 1))
          && BELOW.matcher(thing).matches();
    }
    return thing.equals(name) || thing.startsWith(name + "(");
  }

  /** Linear in the product of the lengths, whatever the pattern. */
  static boolean glob(String pattern, String path) {
    boolean[] reach = new boolean[path.length() + 1];
    reach[0] = true;
    for (int p = 0; p < pattern.length(); p++) {
      boolean star = pattern.charAt(p) == '*';
      boolean any = star && p + 1 < pattern.length() && pattern.charAt(p + 1) == '*';
      boolean[] next = new boolean[path.length() + 1];
      for (int i = 0; i <= path.length(); i++) {
        if (star) {
          boolean grows = i > 0 && next[i - 1] && (any || path.charAt(i - 1) != '/');
          next[i] = reach[i] || grows;
        } else {
          next[i] = i > 0 && reach[i - 1] && path.charAt(i - 1) == pattern.charAt(p);
        }
      }
      reach = next;
      p += any ? 1 : 0;
    }
    return reach[path.length()];
  }
}
