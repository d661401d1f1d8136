package io.weighbridge.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.cli.internal.demo.DemoModels;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanCommandTest {
  /** {@code {}} and {@code os.system('true')}. */
  private static final byte[] HARMLESS = HexFormat.of().parseHex("80047d942e");

  private static final byte[] ACTS =
      "cos\nsystem\n(S'true'\ntR.".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path temp;
  private Path safe = Path.of("");
  private Path evil = Path.of("");

  @BeforeEach
  void write() throws IOException {
    safe = Files.write(temp.resolve("safe.pkl"), HARMLESS);
    evil = Files.write(temp.resolve("evil.pkl"), ACTS);
  }

  @Test
  void theExitCodeTellsWhatWasFound() {
    assertThat(Run.of("scan", safe.toString()).code()).isZero();
    assertThat(Run.of("scan", evil.toString()).code()).isEqualTo(1);
    assertThat(Run.of("scan", safe.toString(), evil.toString()).code()).isEqualTo(1);
    assertThat(Run.of("scan", temp.toString()).code()).isEqualTo(1);
  }

  @Test
  void whatIsNotUnderstoodFailsUnlessOnlyMaliceIsAskedFor() throws IOException {
    Path odd = Files.write(temp.resolve("odd"), new byte[] {1, 2, 3, 4});
    assertThat(Run.of("scan", odd.toString()).code()).isEqualTo(1);
    assertThat(Run.of("scan", "--fail-on", "malicious", odd.toString()).code()).isZero();
    assertThat(Run.of("scan", "--fail-on", "malicious", evil.toString()).code()).isEqualTo(1);
  }

  @Test
  void jsonHasTheStableShape() {
    Json report =
        Json.parse(Run.of("scan", "--format", "json", "--digests", evil.toString()).out());
    assertThat(report.text("weighbridge")).isPresent();
    assertThat(report.text("rules").orElse("")).matches("[0-9a-f]{64}");
    assertThat(report.text("target")).contains(evil.toString());
    assertThat(report.text("verdict")).contains("malicious");
    Json file = report.items("files").getFirst();
    assertThat(file.text("path")).contains("evil.pkl");
    assertThat(file.text("sha256").orElse("")).matches("[0-9a-f]{64}");
    assertThat(file.text("coverage")).contains("full");
    Json finding = file.items("findings").getFirst();
    assertThat(finding.text("rule").orElse("")).startsWith("pickle/");
    assertThat(finding.get("location").orElseThrow().number("offset")).isPresent();
    assertThat(Run.of("scan", "--format", "json", safe.toString(), evil.toString()).out())
        .startsWith("[");
  }

  @Test
  void aReportGoesToAFileWholeAndWithoutColours() throws IOException {
    Path report = temp.resolve("report.txt");
    Run run = Run.of("scan", "--output", report.toString(), evil.toString());
    assertThat(run).isEqualTo(new Run(1, "", ""));
    assertThat(Files.readString(report)).contains("os.system").doesNotContain("\u001b");
  }

  @Test
  void aTargetThatCannotBeOpenedIsOneLineAndNothingIsScanned() {
    Run run = Run.of("scan", evil.toString(), temp.resolve("none").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1).first().asString().contains("no such file or folder");
    assertThat(Run.of("scan", "/dev/null").err()).contains("neither a file nor a folder");
    assertThat(Run.of("scan", "hf://../x").err()).contains("not a model");
  }

  @Test
  void gitsOwnFolderIsLeftAsideAndThatIsSaid() throws IOException {
    Files.createDirectories(temp.resolve("repo/.git"));
    Files.write(temp.resolve("repo/.git/index"), new byte[] {1, 2, 3});
    Files.write(temp.resolve("repo/model.pkl"), HARMLESS);
    Run run = Run.of("scan", temp.resolve("repo").toString());
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains(".git was left aside");
  }

  @Test
  void aFileNameCannotSpeakToTheTerminal() throws IOException {
    Path odd = Files.write(temp.resolve("\u001b[2Jevil.pkl"), ACTS);
    Run run = Run.of("scan", odd.toString());
    assertThat(run.out() + run.err()).doesNotContain("\u001b");
  }

  @Test
  void vettingAFolderTellsTheDecision() {
    DemoModels.write(temp);
    Path lookAlike = temp.resolve(DemoModels.LOOK_ALIKE.toString());
    Run blocked = Run.of("vet", lookAlike.toString());
    assertThat(blocked.code()).isEqualTo(1);
    assertThat(blocked.out())
        .startsWith(DemoModels.LOOK_ALIKE + " is blocked.")
        .contains("os.system(")
        .contains("hf download " + DemoModels.GENUINE);
    Json told = Json.parse(Run.of("vet", "--format", "json", lookAlike.toString()).out());
    assertThat(told.get("decision").orElseThrow().text("outcome")).contains("block");
    assertThat(Run.of("vet", temp.resolve("evil.pkl").toString()).err())
        .contains("scan takes files");
  }

  @Test
  void policiesAreShownAndChecked() throws IOException {
    assertThat(Run.of("policy", "show").out()).contains("look-alike");
    Path copy = temp.resolve("policy.yaml");
    assertThat(Run.of("policy", "text", "--output", copy.toString()).code()).isZero();
    assertThat(Run.of("policy", "check", copy.toString()).out()).contains("is a policy, sha256 ");
    Files.writeString(
        copy, "version: 1\nrules:\n  - id: x\n    when: nonsense >\n    outcome: admit\n");
    Run wrong = Run.of("policy", "check", copy.toString());
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err().lines()).as(wrong.err()).hasSize(1);
    assertThat(wrong.err()).contains(copy.toString());
  }
}
