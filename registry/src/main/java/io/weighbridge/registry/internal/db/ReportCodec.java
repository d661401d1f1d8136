package io.weighbridge.registry.internal.db;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.json.Json;
import java.util.List;
import java.util.Locale;

/** The judgement of one file as JSON, both ways, nothing lost. */
final class ReportCodec {
  private ReportCodec() {}

  static Json write(FileReport report) {
    return Json.object()
        .put("path", report.path())
        .put("format", report.format())
        .put("size", report.size())
        .put("sha256", report.sha256())
        .put("verdict", report.verdict().text())
        .put("coverage", report.coverage().text())
        .put("coverageReason", report.coverageReason())
        .put("findings", Json.array(report.findings().stream().map(ReportCodec::write).toList()))
        .build();
  }

  private static Json write(Finding finding) {
    var location =
        Json.object()
            .put("path", finding.location().path())
            .put("members", Json.strings(finding.location().members()));
    finding.location().offset().ifPresent(offset -> location.put("offset", offset));
    return Json.object()
        .put("rule", finding.rule())
        .put("severity", finding.severity().text())
        .put("location", location.build())
        .put("message", finding.message())
        .put("evidence", finding.evidence())
        .put("references", Json.strings(finding.references().stream().map(Reference::id).toList()))
        .put("remedy", finding.remedy())
        .build();
  }

  static FileReport read(Json json) {
    return new FileReport(
        text(json, "path"),
        text(json, "format"),
        json.number("size").orElse(0),
        json.text("sha256"),
        Verdict.valueOf(name(json, "verdict")),
        Coverage.valueOf(name(json, "coverage")),
        text(json, "coverageReason"),
        json.items("findings").stream().map(ReportCodec::finding).toList());
  }

  private static Finding finding(Json json) {
    return new Finding(
        text(json, "rule"),
        Severity.valueOf(name(json, "severity")),
        location(json.get("location").orElse(Json.Null.NULL)),
        text(json, "message"),
        text(json, "evidence"),
        texts(json, "references").stream().map(Reference::new).toList(),
        text(json, "remedy"));
  }

  private static Location location(Json json) {
    return new Location(text(json, "path"), texts(json, "members"), json.number("offset"));
  }

  private static List<String> texts(Json json, String field) {
    return json.items(field).stream().flatMap(item -> item.asText().stream()).toList();
  }

  private static String name(Json json, String field) {
    return text(json, field).toUpperCase(Locale.ROOT);
  }

  private static String text(Json json, String field) {
    return json.text(field)
        .orElseThrow(() -> new IllegalStateException("stored report without " + field));
  }
}
