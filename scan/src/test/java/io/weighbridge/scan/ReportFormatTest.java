package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportFormatTest {
  private static final String HOSTILE = "a\u001b[31m\u202e<script>alert(1)</script>\n.pkl";

  private static ScanReport report(String name, String evidence) {
    var finding =
        new Finding(
            "python/import-effect",
            Severity.MALICIOUS,
            Location.of(name).member("inner\u0007").at(41),
            "os.system runs a shell command",
            evidence,
            List.of(new Reference("CWE-502")),
            "Do not load it.");
    var bad =
        new FileReport(
            name,
            "pickle",
            12,
            Optional.of("00"),
            Verdict.MALICIOUS,
            Coverage.PARTIAL,
            "cut off",
            List.of(finding));
    var good =
        new FileReport(
            "ok.txt", "text", 3, Optional.empty(), Verdict.SAFE, Coverage.FULL, "", List.of());
    return new ScanReport(
        "1.0", "ab", "target", Verdict.MALICIOUS, List.of(good, bad), List.of("MIT"));
  }

  @Test
  void textSaysTheVerdictFirstAndShowsTheCall() {
    String text = ReportFormat.TEXT.write(report("m.pkl", "os.system('id')"), false);
    assertThat(text)
        .startsWith(
            "MALICIOUS  target: 1 of 2 files acts on the machine when loaded. Do not load it.\n")
        .contains("m.pkl  malicious, pickle, understood in part (cut off)")
        .contains("    os.system('id')\n")
        .contains("where: member inner\\u0007, byte 41")
        .contains("do: Do not load it.")
        .contains("CWE-502")
        .doesNotContain("\u001b");
  }

  @Test
  void saysWhatATargetOnAHubCost() {
    ScanReport report =
        report("m.pkl", "id()").withFetched(new ScanReport.Fetched(48_300, 2_147_500_000L, 3));

    assertThat(ReportFormat.TEXT.write(report, false))
        .contains("read 48 kB of 2.1 GB (0.0022 %) in 3 requests");
    Json fetched = ReportFormat.json(report).get("fetched").orElseThrow();
    assertThat(fetched.write()).isEqualTo("{\"bytes\":48300,\"total\":2147500000,\"requests\":3}");
    assertThat(ReportFormat.json(report("m.pkl", "id()")).get("fetched")).isEmpty();
  }

  @Test
  void textColoursOnlyWhenTold() {
    assertThat(ReportFormat.TEXT.write(report("m.pkl", "x"), true)).contains("\u001b[31m");
  }

  @Test
  void hostileTextReachesNoTerminal() {
    String text = ReportFormat.TEXT.write(report(HOSTILE, HOSTILE), false);
    assertThat(text).doesNotContain("\u001b").doesNotContain("\u202e").contains("\\u202e");
  }

  @Test
  void jsonHasTheDocumentedFields() {
    Json json = Json.parse(ReportFormat.JSON.write(report("m.pkl", "os.system('id')"), false));
    assertThat(json.text("weighbridge")).contains("1.0");
    assertThat(json.text("rules")).contains("ab");
    assertThat(json.text("target")).contains("target");
    assertThat(json.text("verdict")).contains("malicious");
    Json file = json.items("files").get(1);
    assertThat(file.text("path")).contains("m.pkl");
    assertThat(file.text("format")).contains("pickle");
    assertThat(file.number("size")).hasValue(12);
    assertThat(file.text("sha256")).contains("00");
    assertThat(file.text("verdict")).contains("malicious");
    assertThat(file.text("coverage")).contains("partial");
    Json finding = file.items("findings").getFirst();
    assertThat(finding.text("rule")).contains("python/import-effect");
    assertThat(finding.text("severity")).contains("malicious");
    assertThat(finding.text("evidence")).contains("os.system('id')");
    assertThat(finding.get("location").orElseThrow().number("offset")).hasValue(41);
    assertThat(finding.items("references")).containsExactly(Json.of("CWE-502"));
    assertThat(json.items("files").getFirst().get("sha256")).isEmpty();
  }

  @Test
  void sarifNamesToolRulesAndPlaces() {
    Json sarif =
        Json.parse(ReportFormat.SARIF.write(report("a b/m.pkl", "os.system('id')"), false));
    assertThat(sarif.text("version")).contains("2.1.0");
    Json run = sarif.items("runs").getFirst();
    Json driver = run.get("tool").flatMap(tool -> tool.get("driver")).orElseThrow();
    assertThat(driver.text("name")).contains("Weighbridge");
    assertThat(driver.items("rules").getFirst().text("id")).contains("python/import-effect");
    Json result = run.items("results").getFirst();
    assertThat(result.text("ruleId")).contains("python/import-effect");
    assertThat(result.number("ruleIndex")).hasValue(0);
    assertThat(result.text("level")).contains("error");
    Json place = result.items("locations").getFirst().get("physicalLocation").orElseThrow();
    assertThat(place.get("artifactLocation").orElseThrow().text("uri"))
        .contains("target/a%20b/m.pkl");
  }

  @Test
  void htmlEscapesAndRunsNothing() {
    String html = ReportFormat.HTML.write(report(HOSTILE, HOSTILE), false);
    assertThat(html)
        .doesNotContain("<script")
        .doesNotContain("\u202e")
        .contains("&lt;script&gt;")
        .contains("Content-Security-Policy")
        .contains("default-src 'none'");
  }

  @Test
  void formatsAreFoundByName() {
    assertThat(ReportFormat.named("sarif")).contains(ReportFormat.SARIF);
    assertThat(ReportFormat.named("pdf")).isEmpty();
  }
}
