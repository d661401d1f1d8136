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
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * SARIF 2.1.0 (OASIS, 27 March 2020). Every finding becomes a result at its artifact; members and
 * offsets inside it become a logical location and a byte offset. With what code-scanning pages want
 * besides: addresses relative to where the scan ran, a line, fingerprints that outlive a change
 * elsewhere in the file, severities as numbers, CWE as tags.
 */
public final class SarifReport {
  private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]+:/?");

  private SarifReport() {}

  public static Json.Obj write(ScanReport report) {
    Map<String, Integer> index = new LinkedHashMap<>();
    List<Json> rules = rules(report, index);
    var results = new ArrayList<Json>();
    var artifacts = new ArrayList<Json>();
    String base = base(report);
    for (FileReport file : report.files()) {
      artifacts.add(artifact(base, file));
      var fingerprints = new Fingerprints();
      for (Finding finding : file.findings()) {
        results.add(result(base, file, finding, index, fingerprints));
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
            .put(
                "invocations",
                Json.array(List.of(Json.object().put("executionSuccessful", true).build())))
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
      if (reference.id().startsWith("CWE-")) {
        tags.add("external/cwe/" + reference.id().toLowerCase(Locale.ROOT));
      }
    }
    String help = rule.why() + "\n\nWhat to do: " + rule.remedy();
    return Json.object()
        .put("id", rule.id())
        .put("name", rule.id().replace('/', '-'))
        .put("shortDescription", text(rule.title()))
        .put("fullDescription", text(rule.why()))
        .put(
            "help",
            Json.object()
                .put("text", help)
                .put("markdown", help + "\n\n" + RulePages.references(rule))
                .build())
        .put("defaultConfiguration", Json.object().put("level", level(rule.severity())).build())
        .put(
            "properties",
            Json.object()
                .put("tags", Json.strings(tags))
                .put("precision", rule.severity() == Severity.MALICIOUS ? "very-high" : "high")
                .put("security-severity", score(rule.severity()))
                .build())
        .build();
  }

  private static Json artifact(String base, FileReport file) {
    Json.ObjBuilder artifact =
        Json.object()
            .put("location", Json.object().put("uri", uri(base, file)).build())
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

  private static Json result(
      String base,
      FileReport file,
      Finding finding,
      Map<String, Integer> index,
      Fingerprints fingerprints) {
    // Pages show no result without a line; a binary file is one.
    Json.ObjBuilder region = Json.object().put("startLine", 1);
    long offset = finding.location().offset().orElse(-1);
    if (offset >= 0 && finding.location().members().isEmpty()) {
      region.put("byteOffset", offset);
    }
    Json physical =
        Json.object()
            .put("artifactLocation", Json.object().put("uri", uri(base, file)).build())
            .put("region", region.build())
            .build();
    Json.ObjBuilder location = Json.object().put("physicalLocation", physical);
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
    Json.ObjBuilder properties = Json.object().put("severity", finding.severity().text());
    if (offset >= 0) {
      properties.put("offset", offset);
    }
    return result
        .put("partialFingerprints", fingerprints.of(finding))
        .put("properties", properties.build())
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

  /** What goes before the paths, so that they are relative to where the scan ran. */
  private static String base(ScanReport report) {
    String target = report.target();
    if (target.isEmpty() || ADDRESS.matcher(target).lookingAt()) {
      return "";
    }
    try {
      Path here = Path.of("").toAbsolutePath();
      Path path = here.resolve(target).normalize();
      if (report.files().size() == 1
          && path.endsWith(report.files().getFirst().path())) { // the target is the file itself
        path = path.resolve("..").normalize();
        for (int i = 1; i < Path.of(report.files().getFirst().path()).getNameCount(); i++) {
          path = path.resolve("..").normalize();
        }
      }
      String base = path.startsWith(here) ? here.relativize(path).toString() : "";
      return base.isEmpty() ? "" : base.replace('\\', '/') + "/";
    } catch (InvalidPathException e) {
      return "";
    }
  }

  private static String uri(String base, FileReport file) {
    String path = base + file.path();
    try {
      return new URI(null, null, path.startsWith("/") ? path : "/" + path, null)
          .toASCIIString()
          .substring(path.startsWith("/") ? 0 : 1);
    } catch (URISyntaxException e) {
      return "unnamed";
    }
  }

  /** What stays the same while the file changes elsewhere: rule, place and evidence, counted. */
  private static final class Fingerprints {
    private final Map<String, Integer> seen = new HashMap<>();

    Json of(Finding finding) {
      String what =
          String.join(
              "\n",
              finding.rule(),
              finding.location().path(),
              String.join("!", finding.location().members()),
              finding.evidence().isEmpty() ? finding.message() : finding.evidence());
      String hash = hash(what);
      int count = seen.merge(hash, 1, Integer::sum);
      return Json.object()
          .put("primaryLocationLineHash", hash.substring(0, 16) + ":" + count)
          .put("weighbridge/v1", hash + ":" + count)
          .build();
    }

    private static String hash(String text) {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
