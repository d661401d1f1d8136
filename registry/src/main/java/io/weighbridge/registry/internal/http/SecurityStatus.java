package io.weighbridge.registry.internal.http;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.gate.ServedFile;
import java.util.List;

/**
 * The Hub's security fields, filled from our own verdicts. Clients raise an error when one of the
 * mandatory scanners is missing, so those that we do not run say {@code unscanned}.
 */
final class SecurityStatus {
  private static final List<String> NOT_RUN =
      List.of("jFrogScan", "protectAiScan", "avScan", "virusTotalScan");

  private SecurityStatus() {}

  /** {@code securityFileStatus} of a judged file. */
  static Json ofFile(FileReport report) {
    String status = status(report.verdict());
    Json own =
        Json.object()
            .put("status", status)
            .put("message", message(report))
            .put("coverage", report.coverage().text())
            .put("format", report.format())
            .put("rules", Json.strings(report.findings().stream().map(Finding::rule).toList()))
            .put("pickleImports", Json.array(List.of()))
            .build();
    return file(status, own);
  }

  /** {@code securityFileStatus} of a file that is still being weighed. */
  static Json queued() {
    Json own =
        Json.object()
            .put("status", "queued")
            .put("message", "Being weighed.")
            .put("pickleImports", Json.array(List.of()))
            .build();
    return file("queued", own);
  }

  private static Json file(String status, Json own) {
    var out = Json.object().put("status", status);
    NOT_RUN.forEach(name -> out.put(name, Json.object().put("status", "unscanned").build()));
    return out.put("pickleImportScan", own).put("weighbridgeScan", own).build();
  }

  /** {@code securityRepoStatus} of a judged revision. */
  static Json ofRepo(List<ServedFile> files) {
    var issues =
        files.stream()
            .filter(file -> file.report().verdict() != Verdict.SAFE)
            .map(
                file ->
                    Json.object()
                        .put("path", file.file().path().text())
                        .put("level", status(file.report().verdict()))
                        .build())
            .toList();
    return repo(true, Json.array(issues));
  }

  /** {@code securityRepoStatus} of a revision that is still being weighed. */
  static Json pending() {
    return repo(false, Json.array(List.of()));
  }

  private static Json repo(boolean done, Json issues) {
    return Json.object().put("scansDone", done).put("filesWithIssues", issues).build();
  }

  private static String status(Verdict verdict) {
    return switch (verdict) {
      case SAFE -> "safe";
      case SUSPICIOUS -> "suspicious";
      case MALICIOUS -> "unsafe";
    };
  }

  private static String message(FileReport report) {
    return report.findings().isEmpty()
        ? report.verdict() == Verdict.SAFE ? "Nothing found." : report.coverageReason()
        : report.findings().getFirst().message();
  }
}
