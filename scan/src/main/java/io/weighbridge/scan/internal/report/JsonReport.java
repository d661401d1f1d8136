package io.weighbridge.scan.internal.report;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Reference;
import io.weighbridge.json.Json;
import io.weighbridge.scan.ScanReport;
import java.util.ArrayList;

/** The stable JSON form; its schema is {@code docs/scan-report.schema.json}. */
public final class JsonReport {
  private JsonReport() {}

  public static Json.Obj write(ScanReport report) {
    var files = new ArrayList<Json>();
    for (FileReport file : report.files()) {
      files.add(file(file));
    }
    Json.ObjBuilder json =
        Json.object()
            .put("weighbridge", report.version())
            .put("rules", report.rulesDigest())
            .put("target", report.target())
            .put("verdict", report.verdict().text())
            .put("coverage", report.coverage().text())
            .put("licences", Json.strings(report.licences()));
    report
        .fetched()
        .ifPresent(
            cost ->
                json.put(
                    "fetched",
                    Json.object()
                        .put("bytes", cost.bytes())
                        .put("total", cost.total())
                        .put("requests", cost.requests())
                        .build()));
    return json.put("files", Json.array(files)).build();
  }

  /** One file's judgement. */
  public static Json.Obj file(FileReport file) {
    var findings = new ArrayList<Json>();
    for (Finding finding : file.findings()) {
      findings.add(finding(finding));
    }
    Json.ObjBuilder json =
        Json.object()
            .put("path", file.path())
            .put("format", file.format())
            .put("size", file.size())
            .put("sha256", file.sha256())
            .put("verdict", file.verdict().text())
            .put("coverage", file.coverage().text());
    if (!file.coverageReason().isEmpty()) {
      json.put("coverageReason", file.coverageReason());
    }
    return json.put("findings", Json.array(findings)).build();
  }

  private static Json finding(Finding finding) {
    Json.ObjBuilder location = Json.object();
    if (!finding.location().members().isEmpty()) {
      location.put("member", String.join("!", finding.location().members()));
    }
    if (finding.location().offset().isPresent()) {
      location.put("offset", finding.location().offset().getAsLong());
    }
    var references = new ArrayList<String>();
    for (Reference reference : finding.references()) {
      references.add(reference.id());
    }
    return Json.object()
        .put("rule", finding.rule())
        .put("severity", finding.severity().text())
        .put("message", finding.message())
        .put("location", location.build())
        .put("evidence", finding.evidence())
        .put("references", Json.strings(references))
        .put("remedy", finding.remedy())
        .build();
  }
}
