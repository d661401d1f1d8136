package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.content.BytesContent;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private static final String OTHER_DIGEST =
      "0000000000000000000000000000000000000000000000000000000000000000";

  private static ScanReport scan(String path, String text) {
    return Scanner.of(ScanOptions.STANDARD.withDigests())
        .scan("t", List.of(new ScanFile(path, () -> new BytesContent(Bytes.text(text)))));
  }

  private static Suppressions one(String fields) {
    return Suppressions.parse(
        "mine.yaml",
        "suppressions:\n  - {reason: looked at, expires: 2026-12-31, " + fields + "}\n");
  }

  @Test
  void anAcceptedFindingStaysVisibleAndDecidesNothing() {
    ScanReport report = scan("tools/run.sh", "echo\n");
    assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    ScanReport after = one("rule: repo/script, path: 'tools/*.sh'").apply(report, TODAY);
    assertThat(after.verdict()).isEqualTo(Verdict.SAFE);
    Finding finding = after.files().getFirst().findings().getFirst();
    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.message()).contains("looked at").contains("2026-12-31");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rule: repo/script, path: 'other/*.sh'",
        "rule: repo/secret, path: '**'",
        "rule: repo/script, digest: '" + OTHER_DIGEST + "'",
        "name: run.sh",
        "path: '*.sh'"
      })
  void whatDoesNotMatchIsNotSuppressed(String fields) {
    assertThat(one(fields).apply(scan("tools/run.sh", "echo\n"), TODAY).verdict())
        .isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void maliciousFindingsNeedTheDigest() {
    ScanReport report = scan("a.py", "import os\nos.system('id')\n");
    assertThat(one("rule: python/import-effect, path: a.py").apply(report, TODAY).verdict())
        .isEqualTo(Verdict.MALICIOUS);
    String digest = report.files().getFirst().sha256().orElseThrow();
    assertThat(
            one("rule: python/import-effect, digest: '" + digest + "'")
                .apply(report, TODAY)
                .verdict())
        .isEqualTo(Verdict.SAFE);
  }

  @Test
  void anExpiredEntrySuppressesNothingAndIsAFinding() {
    ScanReport after =
        one("rule: repo/script, path: '**'")
            .apply(scan("run.sh", "echo\n"), LocalDate.of(2027, 1, 1));
    assertThat(Bytes.rules(after)).containsExactly("repo/script", "config/expired-suppression");
    assertThat(after.files().getLast().path()).isEqualTo("mine.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "suppressions: 3",
        "suppressions: [x]",
        "suppressions: [{reason: y, expires: 2027-01-01}]",
        "suppressions: [{rule: a/b}]",
        "suppressions: [{digest: abc, reason: y, expires: 2027-01-01}]",
        "allow: [{path: x, reason: y, expires: 2027-01-01}]",
        "allow: [{reason: y, expires: 2027-01-01}]",
        "allow: [{name: x.Y, expires: 2027-01-01}]",
        "allow: [{name: x.Y, reason: y}]",
        "supressions: []",
        "suppressions: [{rule: a/b, path: x, reason: y}]",
        "suppressions: [{rule: a/b, path: x, reason: y, expires: soon}]",
        "suppressions: [{rule: scan/unreadable, path: x, reason: y, expires: 2027-01-01}]",
        "suppressions: [{rule: a/b, paht: x, reason: y, expires: 2027-01-01}]",
        "[1",
      })
  void wrongFilesAreRefusedWithTheirName(String yaml) {
    assertThatThrownBy(() -> Suppressions.parse("mine.yaml", yaml))
        .isInstanceOf(ScanException.class)
        .hasMessageStartingWith("mine.yaml: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rule: repo/script", "path: tools/**", "path: 'tools/run.sh'"})
  void eachWayOfNamingSufficesByItself(String fields) {
    assertThat(one(fields).apply(scan("tools/run.sh", "echo\n"), TODAY).verdict())
        .isEqualTo(Verdict.SAFE);
  }

  private static Verdict allowed(String name, String pickle) {
    var suppressions =
        Suppressions.parse(
            "mine.yaml", "allow: [{name: " + name + ", reason: ours, expires: 2026-12-31}]");
    return suppressions.apply(scan("m.pkl", pickle), TODAY).verdict();
  }

  @ParameterizedTest
  @CsvSource({
    "mine.models.Thing, SAFE", "mine.models.*, SAFE", "mine.*, SAFE",
    "mine.models.Thin, SUSPICIOUS", "mine.models, SUSPICIOUS", "mine.mod*, SUSPICIOUS",
    "models.Thing, SUSPICIOUS", "min.*, SUSPICIOUS",
  })
  void anAllowedNameIsAcceptedAndNoOther(String name, Verdict verdict) {
    assertThat(allowed(name, "cmine.models\nThing\n(S'x'\ntR.")).as("a call").isEqualTo(verdict);
    assertThat(allowed(name, "cmine.models\nThing\n.")).as("an import").isEqualTo(verdict);
    assertThat(allowed(name, "cmine.models\nThing\n(S'x'\ntR}S'a'\nI1\nsb."))
        .as("an object with state")
        .isEqualTo(verdict);
  }

  @Test
  void anAllowedNameCoversNothingThatItIsGiven() {
    assertThat(allowed("mine.*", "cmine\nThing\n(cos\nsystem\n(S'id'\ntRtR."))
        .isEqualTo(Verdict.MALICIOUS);
    assertThat(allowed("mine.*", "cmine\nThing\n(cother\nThing\n)RtR."))
        .isEqualTo(Verdict.SUSPICIOUS);
    assertThat(allowed("mine.Thing", "cx.mine\nThing\n)R.")).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void whatWasNotUnderstoodIsNotAcceptedByAnyEntry() {
    ScanReport report = scan("odd.bin", "\u0001\u0002\u0003\u0004");
    String digest = report.files().getFirst().sha256().orElseThrow();
    assertThat(one("digest: '" + digest + "'").apply(report, TODAY).verdict())
        .isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void aModelsOwnFileIsNotRead() {
    String own = "suppressions: [{rule: repo/script, path: '**', reason: x, expires: 2099-01-01}]";
    ScanReport report = Bytes.scan(".weighbridge.yaml", own, "run.sh", "echo\n");
    assertThat(Bytes.rules(report)).contains("repo/own-suppressions", "repo/script");
  }
}
