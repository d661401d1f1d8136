package io.weighbridge.inventory.internal.report;

import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.Severity;
import io.weighbridge.inventory.LintFinding;
import io.weighbridge.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SARIF 2.1.0: a result per finding, at its line, with addresses relative to the tree. */
public final class LintSarif {
  private LintSarif() {}

  public static Json write(List<LintFinding> findings, String version) {
    Map<String, Integer> index = new LinkedHashMap<>();
    var rules = new ArrayList<Json>();
    var results = new ArrayList<Json>();
    var seen = new LinkedHashMap<String, Integer>();
    for (LintFinding finding : findings) {
      if (index.putIfAbsent(finding.rule().id(), rules.size()) == null) {
        rules.add(rule(finding.rule()));
      }
      String key = finding.rule().id() + "\n" + finding.path() + "\n" + finding.evidence();
      int count = seen.merge(key, 1, Integer::sum);
      results.add(result(finding, index.getOrDefault(finding.rule().id(), 0), key, count));
    }
    Json driver =
        Json.object()
            .put("name", "Weighbridge lint")
            .put("version", version)
            .put("semanticVersion", version)
            .put("rules", Json.array(rules))
            .build();
    return Json.object()
        .put(
            "$schema",
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
        .put("version", "2.1.0")
        .put(
            "runs",
            Json.array(
                List.of(
                    Json.object()
                        .put("tool", Json.object().put("driver", driver).build())
                        .put("results", Json.array(results))
                        .put("columnKind", "utf16CodeUnits")
                        .build())))
        .build();
  }

  private static Json rule(Rule rule) {
    var tags = new ArrayList<String>(List.of("security"));
    for (Reference reference : rule.references()) {
      tags.add(reference.id());
    }
    return Json.object()
        .put("id", rule.id())
        .put("shortDescription", text(rule.title()))
        .put("fullDescription", text(rule.why()))
        .put("help", text(rule.why() + "\n\nWhat to do: " + rule.remedy()))
        .put("defaultConfiguration", Json.object().put("level", level(rule.severity())).build())
        .put("properties", Json.object().put("tags", Json.strings(tags)).build())
        .build();
  }

  private static Json result(LintFinding finding, int index, String key, int count) {
    Json place =
        Json.object()
            .put(
                "physicalLocation",
                Json.object()
                    .put("artifactLocation", Json.object().put("uri", uri(finding.path())).build())
                    .put("region", Json.object().put("startLine", finding.line()).build())
                    .build())
            .build();
    return Json.object()
        .put("ruleId", finding.rule().id())
        .put("ruleIndex", index)
        .put("level", level(finding.rule().severity()))
        .put("message", text(Shown.line(finding.message())))
        .put("locations", Json.array(List.of(place)))
        .put(
            "partialFingerprints",
            Json.object().put("weighbridge/v1", Json.of(key).digest() + ":" + count).build())
        .build();
  }

  private static Json text(String text) {
    return Json.object().put("text", text).build();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case INFO -> "note";
      case SUSPICIOUS -> "warning";
      case MALICIOUS -> "error";
    };
  }

  private static String uri(String path) {
    try {
      return new URI(null, null, "/" + path, null).toASCIIString().substring(1);
    } catch (URISyntaxException e) {
      return "unnamed";
    }
  }
}
