package io.weighbridge.vetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.content.Content;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.hub.FolderUpstream;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Policy;
import io.weighbridge.policy.Reason;
import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.sourcing.NameIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one function, over a folder of real files; how each file is judged is the test's. */
class VettingTest {
  private static final ModelId SQUAD =
      new ModelId("distilbert", "distilbert-base-uncased-finetuned-squad");
  private static final ModelId SQAD =
      new ModelId("distilbart", "distilbert-base-uncased-finetuned-sqad");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2027-01-15T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path root;

  /** Judges by name: config and tensors are safe, scripts suspicious, "evil" malicious. */
  private static ScanReport judge(String target, List<ScanFile> files) {
    List<FileReport> reports = files.stream().map(VettingTest::judge).toList();
    Verdict worst = reports.stream().map(FileReport::verdict).reduce(Verdict.SAFE, Verdict::worst);
    return new ScanReport("0.1.0", "ab".repeat(32), target, worst, reports, List.of("mit"));
  }

  private static FileReport judge(ScanFile file) {
    try (Content content = file.open().get()) {
      boolean evil = file.path().contains("evil");
      boolean safe = file.path().endsWith(".json") || file.path().endsWith(".safetensors");
      Verdict verdict = evil ? Verdict.MALICIOUS : safe ? Verdict.SAFE : Verdict.SUSPICIOUS;
      Location place = Location.of(file.path()).member("archive/data.pkl").at(41);
      List<Finding> findings =
          evil
              ? List.of(
                  new Finding(
                      "pickle/dangerous-call",
                      Severity.MALICIOUS,
                      place,
                      "runs a command when it is loaded",
                      "posix.system('\u001b[31mid')",
                      List.of(),
                      ""))
              : List.of();
      return new FileReport(
          file.path(),
          file.path().endsWith(".safetensors") ? "safetensors" : evil ? "torch-zip" : "json",
          content.size(),
          Optional.empty(),
          verdict,
          safe || evil ? Coverage.FULL : Coverage.PARTIAL,
          safe || evil ? "" : "a script",
          findings);
    }
  }

  private void write(ModelId id, String path, String text) throws IOException {
    Path file = root.resolve(id.toString()).resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void model(ModelId id) throws IOException {
    write(id, "config.json", "{\"model_type\":\"distilbert\"}");
    write(id, "model.safetensors", "tensors");
  }

  private static List<Artifact> fetch(Upstream upstream, ModelInfo info) {
    return upstream.tree(info.id(), info.commit()).stream()
        .map(
            file -> {
              try (Content content = upstream.open(info.id(), info.commit(), file)) {
                byte[] bytes = content.bytes(0, (int) content.size());
                return new Artifact(
                    file, sha256(bytes), () -> upstream.open(info.id(), info.commit(), file));
              }
            })
        .toList();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Vetted vet(ModelId id) {
    var vetting = new Vetting(Policy.standard(), VettingTest::judge, NameIndex.standard(), CLOCK);
    try (var upstream = new FolderUpstream("folder", root)) {
      ModelInfo info = upstream.model(id, "");
      return vetting.vet(upstream, info, fetch(upstream, info), Progress.NONE);
    }
  }

  @Test
  void admitsAPlainModelAndBindsTheDecisionToItsBytes() throws IOException {
    model(SQUAD);

    Vetted vetted = vet(SQUAD);

    assertThat(vetted.decision().outcome()).isEqualTo(Outcome.ADMIT);
    assertThat(vetted.filtered()).isFalse();
    assertThat(vetted.served()).isEqualTo(vetted.manifest());
    assertThat(vetted.servedCommit()).isEqualTo(vetted.evidence().commit());
    assertThat(vetted.decision().manifestDigest()).isEqualTo(vetted.manifest().digest());
    assertThat(vetted.decision().evidenceDigest()).isEqualTo(vetted.evidence().digest());
    assertThat(vetted.scan().files()).allMatch(file -> file.sha256().isPresent());
    // a folder names its commit by the same digest
    assertThat(vetted.manifest().commitId()).isEqualTo(vetted.evidence().commit());
  }

  @Test
  void servesAFilteredCommitWhoseIdIsThatOfAFolderWithoutTheFiles() throws IOException {
    model(SQUAD);
    String plain;
    try (var upstream = new FolderUpstream("folder", root)) {
      plain = upstream.model(SQUAD, "").commit().hex();
    }
    write(SQUAD, "train.py", "import os");

    Vetted vetted = vet(SQUAD);

    assertThat(vetted.decision().outcome()).isEqualTo(Outcome.ADMIT);
    assertThat(vetted.decision().leftOut()).containsExactly("train.py");
    assertThat(vetted.filtered()).isTrue();
    assertThat(vetted.servedCommit().hex()).isEqualTo(plain);
    assertThat(vetted.evidence().commit().hex()).isNotEqualTo(plain);
    assertThat(Refusal.warning(vetted.decision()).orElseThrow()).contains("train.py");
  }

  @Test
  void keepsAScriptThatTheConfigurationNames() throws IOException {
    model(SQUAD);
    write(SQUAD, "config.json", "{\"auto_map\":{\"AutoModel\":\"modeling_x.X\"}}");
    write(SQUAD, "modeling_x.py", "class X: pass");

    Vetted vetted = vet(SQUAD);

    assertThat(vetted.decision().outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(vetted.decision().message()).contains("config.json names it as code");
  }

  @Test
  void stopsTheLookAlikeWithTheCommandThatWouldHaveBeenRight() throws IOException {
    model(SQAD);
    write(SQAD, "evil.bin", "cposix\nsystem\n(S'id'\ntR.");

    Vetted vetted = vet(SQAD);

    assertThat(vetted.decision().outcome()).isEqualTo(Outcome.BLOCK);
    assertThat(vetted.decision().counting())
        .extracting(Reason::rule)
        .contains("look-alike", "malicious-file");
    assertThat(Refusal.line(SQAD, vetted.decision(), Optional.empty()))
        .startsWith("Blocked by policy: ")
        .contains("of unknown age", "evil.bin", "[look-alike, malicious-file]")
        .endsWith("Did you mean: hf download " + SQUAD)
        .hasSizeLessThanOrEqualTo(500);
    assertThat(Explanation.of(vetted))
        .anyMatch(line -> line.equals(SQAD + " is blocked."))
        .anyMatch(line -> line.contains("posix.system('\\u001b[31mid')"))
        .anyMatch(line -> line.contains("archive/data.pkl, byte 41"))
        .anyMatch(line -> line.startsWith("Judged in "))
        .noneMatch(line -> line.contains("\u001b"));
    assertThat(Explanation.of(vetted.evidence(), vetted.decision()))
        .noneMatch(line -> line.startsWith("Judged in "));
  }

  @Test
  void theSameRevisionGivesTheSameAnswerFromManyThreads() throws Exception {
    model(SQUAD);
    write(SQUAD, "train.py", "import os");
    Vetted once = vet(SQUAD);

    try (var pool = Executors.newFixedThreadPool(4)) {
      Callable<Vetted> task = () -> vet(SQUAD);
      for (Future<Vetted> again : pool.invokeAll(java.util.Collections.nCopies(8, task))) {
        assertThat(again.get().evidence()).isEqualTo(once.evidence());
        assertThat(again.get().decision()).isEqualTo(once.decision());
      }
    }
  }

  @Test
  void tellsProgressAndDecidesAnewFromStoredEvidence() throws IOException {
    model(SQUAD);
    var heard = new ArrayList<String>();
    var vetting = new Vetting(Policy.standard(), VettingTest::judge, NameIndex.empty(), CLOCK);
    try (var upstream = new FolderUpstream("folder", root)) {
      ModelInfo info = upstream.model(SQUAD, "");
      Vetted vetted =
          vetting.vet(
              upstream,
              info,
              fetch(upstream, info),
              (path, started, total) -> heard.add(started + "/" + total + " " + path));

      assertThat(heard).containsExactly("1/2 config.json", "2/2 model.safetensors");
      assertThat(vetting.decide(vetted.evidence())).isEqualTo(vetted.decision());
    }
  }

  @Test
  void aFileThatWasNotJudgedIsAProgrammingErrorNotAnAdmission() throws IOException {
    model(SQUAD);
    Vetting.Scan forgetful = (target, files) -> judge(target, files.subList(1, files.size()));
    var vetting = new Vetting(Policy.standard(), forgetful, NameIndex.empty(), CLOCK);
    try (var upstream = new FolderUpstream("folder", root)) {
      ModelInfo info = upstream.model(SQUAD, "");
      List<Artifact> artifacts = fetch(upstream, info);

      assertThatThrownBy(() -> vetting.vet(upstream, info, artifacts, Progress.NONE))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
