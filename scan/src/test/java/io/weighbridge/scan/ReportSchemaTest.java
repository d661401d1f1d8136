package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.weighbridge.content.BytesContent;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The reports of real scans against their schemas: SARIF's own (OASIS, Schemata of sarif-spec), and
 * the one in {@code docs}.
 */
class ReportSchemaTest {
  private static final byte[] ACTS = Bytes.text("cos\nsystem\n(S'true'\ntR.");

  private static ScanReport report(ScanOptions options, Map<String, byte[]> files) {
    var list = new ArrayList<ScanFile>();
    files.forEach((path, bytes) -> list.add(new ScanFile(path, () -> new BytesContent(bytes))));
    list.add(ScanFile.link("link", "/etc/passwd"));
    return Scanner.of(options).scan("models/bert", list);
  }

  private static ScanReport report() {
    var files = new TreeMap<String, byte[]>();
    files.put("m.pkl", ACTS);
    files.put("deep/a b\u202e%#?.zip", Bytes.zip(Map.of("in\u0007ner.pkl", ACTS)));
    files.put("twice.pkl", Bytes.join(ACTS, ACTS));
    files.put("odd.bin", new byte[] {1, 2, 3, 4});
    files.put("config.json", Bytes.text("{\"auto_map\": {\"AutoModel\": \"m.Model\"}}"));
    files.put("README.md", Bytes.text("---\nlicense: mit\n---\n# card\n"));
    return report(ScanOptions.STANDARD.withDigests(), files);
  }

  private static Set<ValidationMessage> problems(VersionFlag version, String schema, String json) {
    return JsonSchemaFactory.getInstance(version)
        .getSchema(schema)
        .validate(json, InputFormat.JSON);
  }

  private static Set<ValidationMessage> sarifProblems(String sarif) throws IOException {
    try (InputStream in = ReportSchemaTest.class.getResourceAsStream("sarif-schema-2.1.0.json")) {
      String schema =
          new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return problems(VersionFlag.V7, schema, sarif);
    }
  }

  @Test
  void sarifIsSarif() throws IOException {
    String sarif = ReportFormat.SARIF.write(report(), false);
    assertThat(sarifProblems(sarif)).isEmpty();
    assertThat(sarifProblems(sarif.replace("\"level\": \"error\"", "\"level\": \"awful\"")))
        .as("the schema is in force")
        .isNotEmpty();
    assertThat(
            sarifProblems(ReportFormat.SARIF.write(report(ScanOptions.STANDARD, Map.of()), false)))
        .isEmpty();
  }

  @Test
  void jsonIsAsDocumented() throws IOException {
    String schema =
        Files.readString(
            Path.of(System.getProperty("weighbridge.root"))
                .resolve("docs/scan-report.schema.json"));
    String json = ReportFormat.JSON.write(report(), false);
    assertThat(problems(VersionFlag.V202012, schema, json)).isEmpty();
    assertThat(
            problems(
                VersionFlag.V202012,
                schema,
                json.replace("\"verdict\": \"malicious\"", "\"verdict\": \"clean\"")))
        .as("the schema is in force")
        .isNotEmpty();
  }

  /** What GitHub's code scanning asks of an upload besides the schema. */
  @Test
  void codeScanningPagesFindWhatTheyNeed() {
    Json run = Json.parse(ReportFormat.SARIF.write(report(), false)).items("runs").getFirst();
    List<Json> rules =
        run.get("tool").flatMap(tool -> tool.get("driver")).orElseThrow().items("rules");
    assertThat(rules)
        .allSatisfy(
            rule -> {
              assertThat(rule.get("shortDescription").orElseThrow().text("text")).isPresent();
              assertThat(rule.get("fullDescription").orElseThrow().text("text")).isPresent();
              assertThat(rule.get("help").orElseThrow().text("markdown").orElse(""))
                  .contains("What to do: ");
              Json properties = rule.get("properties").orElseThrow();
              assertThat(Double.parseDouble(properties.text("security-severity").orElse("")))
                  .isBetween(0.1, 10.0);
              assertThat(properties.items("tags")).contains(Json.of("security"));
            });
    var fingerprints = new HashSet<String>();
    List<Json> results = run.items("results");
    assertThat(results).hasSizeGreaterThan(5);
    for (Json result : results) {
      Json place = result.items("locations").getFirst().get("physicalLocation").orElseThrow();
      assertThat(place.get("artifactLocation").orElseThrow().text("uri").orElse(""))
          .startsWith("models/bert/");
      assertThat(place.get("region").orElseThrow().number("startLine")).hasValue(1);
      String fingerprint =
          result
              .get("partialFingerprints")
              .orElseThrow()
              .text("primaryLocationLineHash")
              .orElseThrow();
      assertThat(fingerprints.add(fingerprint)).as("twice: " + fingerprint).isTrue();
      int index = (int) result.number("ruleIndex").orElseThrow();
      assertThat(rules.get(index).text("id")).isEqualTo(result.text("ruleId"));
    }
  }

  @Test
  void aFingerprintOutlivesAChangeElsewhereInTheFile() {
    Map<String, byte[]> before = Map.of("m.pkl", ACTS);
    Map<String, byte[]> after = Map.of("m.pkl", Bytes.join(Bytes.text("N0N0"), ACTS));
    assertThat(fingerprint(before)).isEqualTo(fingerprint(after));
  }

  private static String fingerprint(Map<String, byte[]> files) {
    ScanReport report = report(ScanOptions.STANDARD, files);
    assertThat(report.files()).extracting(FileReport::path).contains("m.pkl");
    Json run = Json.parse(ReportFormat.SARIF.write(report, false)).items("runs").getFirst();
    return run.items("results").stream()
        .filter(result -> result.text("ruleId").orElse("").equals("pickle/dangerous-call"))
        .findFirst()
        .flatMap(result -> result.get("partialFingerprints"))
        .flatMap(prints -> prints.text("weighbridge/v1"))
        .orElseThrow();
  }
}
