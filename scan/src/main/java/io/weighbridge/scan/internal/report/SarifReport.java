package io.weighbridge.scan.internal.report;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.scan.Scanner;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * SARIF 2.1.0 (OASIS, 27 March 2020). Every finding becomes a result at its artifact; members and
 * offsets inside it become a logical location and a byte offset.
 */
public final class SarifReport {
  private SarifReport() {}

  public static Json.Obj write(ScanReport report) {
    Map<String, Integer> index = new LinkedHashMap<>();
    List<Json> rules = rules(report, index);
    var results = new ArrayList<Json>();
    var artifacts = new ArrayList<Json>();
    for (FileReport file : report.files()) {
      artifacts.add(artifact(file));
      for (Finding finding : file.findings()) {
        results.add(result(file, finding, index));
      }
    }
    Json driver =
        Json.object()
            .put("name", "Weighbridge")
            .put("version", report.version())
            .put("semanticVersion", report.version())
            .put("rules", Json.array(rules))
            .put("properties", Json.object().put("rulesDigest", report.rulesDigest()).build())
            .build();
    Json run =
        Json.object()
            .put("tool", Json.object().put("driver", driver).build())
            .put("artifacts", Json.array(artifacts))
            .put("results", Json.array(results))
            .put("columnKind", "unicodeCodePoints")
            .put("properties", Json.object().put("verdict", report.verdict().text()).build())
            .build();
    return Json.object()
        .put(
            "$schema",
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
        .put("version", "2.1.0")
        .put("runs", Json.array(List.of(run)))
        .build();
  }

  private static List<Json> rules(ScanReport report, Map<String, Integer> index) {
    var fired = new TreeSet<String>();
    for (FileReport file : report.files()) {
      for (Finding finding : file.findings()) {
        fired.add(finding.rule());
      }
    }
    var rules = new ArrayList<Json>();
    for (Rule rule : Scanner.rules()) {
      if (fired.contains(rule.id())) {
        index.put(rule.id(), rules.size());
        rules.add(rule(rule));
      }
    }
    return rules;
  }

  private static Json rule(Rule rule) {
    var tags = new ArrayList<String>();
    tags.add("security");
    for (Reference reference : rule.references()) {
      tags.add(reference.id());
    }
    return Json.object()
        .put("id", rule.id())
        .put("name", rule.id().replace('/', '-'))
        .put("shortDescription", text(rule.title()))
        .put("fullDescription", text(rule.why()))
        .put("help", text(rule.remedy().isEmpty() ? rule.why() : rule.remedy()))
        .put("defaultConfiguration", Json.object().put("level", level(rule.severity())).build())
        .put(
            "properties",
            Json.object()
                .put("tags", Json.strings(tags))
                .put("security-severity", score(rule.severity()))
                .build())
        .build();
  }

  private static Json artifact(FileReport file) {
    Json.ObjBuilder artifact =
        Json.object()
            .put("location", Json.object().put("uri", uri(file.path())).build())
            .put("length", file.size());
    if (file.sha256().isPresent()) {
      artifact.put("hashes", Json.object().put("sha-256", file.sha256().get()).build());
    }
    return artifact
        .put(
            "properties",
            Json.object()
                .put("format", file.format())
                .put("verdict", file.verdict().text())
                .put("coverage", file.coverage().text())
                .build())
        .build();
  }

  private static Json result(FileReport file, Finding finding, Map<String, Integer> index) {
    Json.ObjBuilder physical =
        Json.object().put("artifactLocation", Json.object().put("uri", uri(file.path())).build());
    finding
        .location()
        .offset()
        .ifPresent(
            at -> {
              if (finding.location().members().isEmpty() && at >= 0) {
                physical.put("region", Json.object().put("byteOffset", at).build());
              }
            });
    Json.ObjBuilder location = Json.object().put("physicalLocation", physical.build());
    if (!finding.location().members().isEmpty()) {
      String name = String.join("!", finding.location().members());
      Json logical =
          Json.object().put("fullyQualifiedName", visible(name)).put("kind", "member").build();
      location.put("logicalLocations", Json.array(List.of(logical)));
    }
    String message = visible(finding.message());
    if (!finding.evidence().isEmpty()) {
      message += ": " + visible(finding.evidence());
    }
    Json.ObjBuilder result =
        Json.object()
            .put("ruleId", finding.rule())
            .put("level", level(finding.severity()))
            .put("message", text(message))
            .put("locations", Json.array(List.of(location.build())));
    Integer at = index.get(finding.rule());
    if (at != null) {
      result.put("ruleIndex", at);
    }
    return result
        .put("properties", Json.object().put("severity", finding.severity().text()).build())
        .build();
  }

  private static Json text(String text) {
    return Json.object().put("text", text).build();
  }

  /** Viewers show this text as it is. */
  private static String visible(String text) {
    return TerminalText.escape(text);
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case INFO -> "note";
      case SUSPICIOUS -> "warning";
      case MALICIOUS -> "error";
    };
  }

  /** What code-scanning pages sort by: 0 to 10. */
  private static String score(Severity severity) {
    return switch (severity) {
      case INFO -> "1.0";
      case SUSPICIOUS -> "6.0";
      case MALICIOUS -> "9.8";
    };
  }

  private static String uri(String path) {
    try {
      return new URI(null, null, path.startsWith("/") ? path : "/" + path, null)
          .toASCIIString()
          .substring(path.startsWith("/") ? 0 : 1);
    } catch (URISyntaxException e) {
      return "unnamed";
    }
  }
}
