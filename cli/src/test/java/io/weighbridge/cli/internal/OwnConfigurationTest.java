package io.weighbridge.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose word counts: processes of their own, because it depends on the current folder. */
class OwnConfigurationTest {
  private static final String ACCEPTS_ALL =
      "suppressions: [{path: '**', reason: looked at, expires: 2999-12-31}]\n"
          + "allow: [{name: 'mine.*', reason: ours, expires: 2999-12-31}]\n";

  @TempDir Path temp;
  private Path model = Path.of("");

  @BeforeEach
  void write() throws IOException {
    model = Files.createDirectories(temp.resolve("work/model"));
    Files.writeString(model.resolve("m.pkl"), "cmine\nThing\n(S'x'\ntR.");
  }

  private Run in(Path folder, String... words) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.weighbridge.cli.Main"));
    command.addAll(List.of(words));
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    int code =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Run(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  @Test
  void theCurrentFoldersFileIsObeyedForWhatLiesBelowAndStaysVisible() throws Exception {
    Path work = temp.resolve("work");
    assertThat(in(work, "scan", "model").code()).isEqualTo(1);
    Files.writeString(work.resolve(".weighbridge.yaml"), ACCEPTS_ALL);
    Run run = in(work, "scan", "--format", "json", "model");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("suppressed until 2999-12-31");
  }

  @Test
  void aModelThatIsTheCurrentFolderSilencesNothing() throws Exception {
    Files.writeString(model.resolve(".weighbridge.yaml"), ACCEPTS_ALL);
    for (String target : List.of(".", "../model", model.toString(), "m.pkl")) {
      Run run = in(model, "scan", target);
      assertThat(run.code()).as(target).isEqualTo(1);
      assertThat(run.out()).as(target).contains("pickle/unknown-callable");
      assertThat(run.err()).as(target).contains(".weighbridge.yaml was not read");
    }
    assertThat(in(model, "scan", ".").out()).contains("repo/own-suppressions");
  }

  @Test
  void aNamedFileIsObeyedUnlessItIsPartOfTheTarget() throws IOException {
    Path mine = Files.writeString(temp.resolve("mine.yaml"), ACCEPTS_ALL);
    assertThat(Run.of("scan", "--config", mine.toString(), model.toString()).code()).isZero();
    Path theirs = Files.writeString(model.resolve("theirs.yaml"), ACCEPTS_ALL);
    Run refused = Run.of("scan", "--config", theirs.toString(), model.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("part of what is scanned");
    Path link = Files.createSymbolicLink(temp.resolve("link.yaml"), theirs);
    assertThat(Run.of("scan", "--config", link.toString(), model.toString()).code()).isEqualTo(2);
    assertThat(Run.of("scan", "--config", theirs.toString(), theirs.toString()).code())
        .isEqualTo(2);
  }

  @Test
  void aFileThatIsWrongOrMissingIsOneLine() throws IOException {
    Path wrong = Files.writeString(temp.resolve("wrong.yaml"), "suppressions: [{rule: a/b}]\n");
    Run run = Run.of("scan", "--config", wrong.toString(), model.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    assertThat(run.err()).contains("wrong.yaml: an entry has no reason");
    assertThat(Run.of("scan", "--config", temp + "/none.yaml", model.toString()).err())
        .contains("none.yaml: no such file");
  }

  @Test
  void anExpiredEntryIsAFindingOnTheUsersOwnFile() throws IOException {
    Path old =
        Files.writeString(
            temp.resolve("old.yaml"),
            "allow: [{name: mine.Thing, reason: ours, expires: 2026-01-01}]\n");
    Run run = Run.of("scan", "--config", old.toString(), model.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("config/expired-suppression")
        .contains("mine.Thing expired on 2026-01-01");
  }
}
