package io.weighbridge.registry.internal.passport;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Waiver;
import io.weighbridge.signing.Passport;
import io.weighbridge.signing.Statement;
import java.util.List;

/**
 * The evidence of a passport as a statement, predicate {@link Passport#SCAN_TYPE}: what judged by
 * which rules, and for every file what it is, the verdict, how much of it was understood, and what
 * was found. docs/passports.md documents the members.
 */
final class ScanStatement {
  private ScanStatement() {}

  static Statement of(Admission admission, List<Statement.Subject> subjects, String version) {
    Decision decision = admission.decision();
    List<FileReport> reports = admission.files().stream().map(Admission.Served::report).toList();
    var predicate =
        Json.object()
            .put(
                "scanner", Json.object().put("name", "weighbridge").put("version", version).build())
            .put("rulesDigest", decision.rulesDigest())
            .put("policyDigest", decision.policyDigest())
            .put("evidenceDigest", decision.evidenceDigest())
            .put("manifestDigest", decision.manifestDigest())
            .put("finishedOn", decision.time().toString())
            .put("resource", admission.resource())
            .put("upstreamCommit", admission.upstreamCommit().hex())
            .put("leftOut", Json.strings(decision.leftOut().stream().sorted().toList()))
            .put("files", Json.array(admission.files().stream().map(ScanStatement::file).toList()))
            .put("coverage", coverage(reports));
    decision.waiver().ifPresent(waiver -> predicate.put("waiver", waiver(waiver)));
    return new Statement(subjects, Passport.SCAN_TYPE, predicate.build());
  }

  private static Json file(Admission.Served file) {
    FileReport report = file.report();
    return Json.object()
        .put("name", file.path())
        .put("size", file.size())
        .put("sha256", file.sha256())
        .put("detectedFormat", report.format())
        .put("verdict", report.verdict().text())
        .put("coverage", report.coverage().text())
        .put(
            "findings", Json.array(report.findings().stream().map(ScanStatement::finding).toList()))
        .build();
  }

  private static Json finding(Finding finding) {
    var location = Json.object().put("members", Json.strings(finding.location().members()));
    finding.location().offset().ifPresent(offset -> location.put("offset", offset));
    return Json.object()
        .put("ruleId", finding.rule())
        .put("severity", finding.severity().text())
        .put("message", finding.message())
        .put("location", location.build())
        .build();
  }

  /** A pass over bytes that nobody understood would be no evidence, so they are named. */
  private static Json coverage(List<FileReport> reports) {
    return Json.object()
        .put("filesSeen", reports.size())
        .put(
            "filesNotUnderstood",
            Json.strings(
                reports.stream()
                    .filter(report -> report.coverage() != Coverage.FULL)
                    .map(FileReport::path)
                    .toList()))
        .build();
  }

  private static Json waiver(Waiver waiver) {
    return Json.object()
        .put("person", waiver.person())
        .put("reason", waiver.reason())
        .put("until", waiver.until().toString())
        .build();
  }
}
