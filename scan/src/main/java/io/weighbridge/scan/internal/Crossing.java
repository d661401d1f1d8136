package io.weighbridge.scan.internal;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.formats.Format;
import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.internal.Repository.Judged;
import io.weighbridge.scan.internal.Repository.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a repository say about each other: code that configuration names and that is
 * not there, raw tensor data that a model file accounts for, data that is a link.
 */
final class Crossing {
  private Crossing() {}

  static Result settle(List<ScanFile> files, @Nullable Judged[] judged) {
    var paths = new HashMap<String, Integer>();
    var reports = new ArrayList<FileReport>();
    var licences = new LinkedHashSet<String>();
    for (int i = 0; i < files.size(); i++) {
      paths.put(files.get(i).path(), i);
      Judged one = Repository.filled(judged[i]);
      reports.add(one.report());
      licences.addAll(one.facts().licences());
    }
    for (int i = 0; i < files.size(); i++) {
      for (Facts.Named named : Repository.filled(judged[i]).facts().named()) {
        switch (named.use()) {
          case CODE -> code(reports, i, named, paths);
          case TENSOR_DATA -> data(files, reports, i, named, paths);
          case SIBLING -> {}
        }
      }
    }
    return new Result(List.copyOf(reports), List.copyOf(licences));
  }

  /** Code that is named and not part of what was judged: nobody knows what will run. */
  private static void code(
      List<FileReport> reports, int by, Facts.Named named, Map<String, Integer> paths) {
    String path = named.path();
    FileReport report = reports.get(by);
    boolean present = paths.containsKey(path);
    for (String other : paths.keySet()) {
      present |= (path.isEmpty() || path.endsWith("/")) && other.startsWith(path);
    }
    Location location = Location.of(report.path());
    Finding finding =
        present
            ? Rules.rule("config/remote-code")
                .at(location, named.by() + " makes loaders run " + path, path, Severity.INFO)
            : Rules.rule("config/remote-code")
                .at(
                    location,
                    named.by() + " makes loaders run " + path + ", which was not part of the scan",
                    path);
    reports.set(by, with(report, finding));
  }

  private static void data(
      List<ScanFile> files,
      List<FileReport> reports,
      int by,
      Facts.Named named,
      Map<String, Integer> paths) {
    for (Map.Entry<String, Integer> entry : paths.entrySet()) {
      if (!matches(named.path(), entry.getKey())) {
        continue;
      }
      int index = entry.getValue();
      FileReport report = reports.get(index);
      if (files.get(index).link().isPresent()) {
        reports.set(
            by,
            with(
                reports.get(by),
                Rules.rule("repo/link-leaves")
                    .at(
                        Location.of(reports.get(by).path()),
                        "the tensor data that it names is a link, so loading reads "
                            + files.get(index).link().orElse(""),
                        named.path(),
                        Severity.MALICIOUS)));
      } else if (report.format().equals(Format.UNKNOWN.text())
          && report.coverage() == Coverage.NONE
          && report.findings().size() == 1
          && report.findings().getFirst().rule().equals("scan/unknown-format")) {
        reports.set(
            index,
            new FileReport(
                report.path(),
                "tensor-data",
                report.size(),
                report.sha256(),
                Verdict.SAFE,
                Coverage.FULL,
                "",
                List.of()));
      }
    }
  }

  /** A path, or a prefix that ends in a star. */
  private static boolean matches(String pattern, String path) {
    return pattern.endsWith("*")
        ? path.startsWith(pattern.substring(0, pattern.length() - 1))
        : path.equals(pattern);
  }

  private static FileReport with(FileReport report, Finding finding) {
    var findings = new ArrayList<>(report.findings());
    findings.add(finding);
    return new FileReport(
        report.path(),
        report.format(),
        report.size(),
        report.sha256(),
        Verdict.of(findings, report.coverage()),
        report.coverage(),
        report.coverageReason(),
        findings);
  }
}
