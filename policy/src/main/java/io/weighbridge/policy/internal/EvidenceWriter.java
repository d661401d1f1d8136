package io.weighbridge.policy.internal;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Reference;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Links;
import io.weighbridge.scan.ScanReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts facts and findings into the evidence document; absent facts are absent fields. */
public final class EvidenceWriter {
  /** Most findings kept of one file; the scanner keeps the worst first. */
  private static final int FINDINGS = 400;

  private static final int TAGS = 200;
  private static final int TEXT = 2_000;

  private EvidenceWriter() {}

  public static Json write(
      ModelInfo info,
      String upstream,
      String manifestDigest,
      ScanReport scan,
      Links links,
      Json source) {
    return Json.object()
        .put("evidence", 1)
        .put("model", model(info))
        .put(
            "revision",
            Json.object()
                .put("commit", info.commit().hex())
                .put("manifest", manifestDigest)
                .build())
        .put("upstream", upstream)
        .put("source", source)
        .put(
            "scan",
            Json.object()
                .put("version", scan.version())
                .put("rules", scan.rulesDigest())
                .put("verdict", scan.verdict().text())
                .put("coverage", scan.coverage().text())
                .put("licences", Json.strings(scan.licences()))
                .build())
        .put(
            "files",
            Json.array(
                scan.files().stream()
                    .sorted(Comparator.comparing(FileReport::path))
                    .map(report -> file(report, links))
                    .toList()))
        .build();
  }

  private static Json model(ModelInfo info) {
    var json =
        Json.object()
            .put("id", info.id().toString())
            .put("author", info.author())
            .put("gating", info.gated())
            .put("private", info.isPrivate())
            .put("disabled", info.disabled())
            .put("createdAt", info.createdAt().map(Instant::toString))
            .put("lastModified", info.lastModified().map(Instant::toString))
            .put("task", info.pipelineTag())
            .put("library", info.libraryName())
            .put("tags", Json.strings(info.tags().stream().limit(TAGS).toList()));
    number(json, "downloads", info.downloads());
    number(json, "likes", info.likes());
    return json.build();
  }

  private static void number(Json.ObjBuilder json, String name, OptionalLong value) {
    value.ifPresent(present -> json.put(name, present));
  }

  private static Json file(FileReport report, Links links) {
    var json =
        Json.object()
            .put("path", report.path())
            .put("format", report.format())
            .put("size", report.size())
            .put("sha256", report.sha256())
            .put("verdict", report.verdict().text())
            .put("coverage", report.coverage().text())
            .put("reason", shorten(report.coverageReason()))
            .put(
                "findings",
                Json.array(
                    report.findings().stream()
                        .limit(FINDINGS)
                        .map(EvidenceWriter::finding)
                        .toList()));
    names(json, "shards", links.shards().get(report.path()));
    names(json, "code", links.code().get(report.path()));
    return json.build();
  }

  private static void names(
      Json.ObjBuilder json, String field, @org.jspecify.annotations.Nullable List<String> paths) {
    if (paths != null) {
      json.put(field, Json.strings(paths.stream().sorted().toList()));
    }
  }

  static Json finding(Finding finding) {
    var json =
        Json.object()
            .put("rule", finding.rule())
            .put("severity", finding.severity().text())
            .put("message", shorten(finding.message()))
            .put("evidence", shorten(finding.evidence()));
    if (!finding.location().members().isEmpty()) {
      json.put("members", Json.strings(finding.location().members()));
    }
    number(json, "offset", finding.location().offset());
    return json.put(
            "references", Json.strings(finding.references().stream().map(Reference::id).toList()))
        .put("remedy", Optional.of(finding.remedy()).filter(text -> !text.isEmpty()))
        .build();
  }

  private static String shorten(String text) {
    return text.length() <= TEXT ? text : text.substring(0, TEXT) + "…";
  }
}
