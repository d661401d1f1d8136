package io.weighbridge.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goal's behaviour; {@code scripts/maven-plugin.sh} runs it in a real build. */
class ScanMojoTest {
  @TempDir Path temp;
  private Path models = Path.of("");
  private final ScanMojo goal = new ScanMojo();

  @BeforeEach
  void write() throws IOException {
    models = Files.createDirectories(temp.resolve("models"));
    Files.writeString(models.resolve("config.json"), "{\"model_type\": \"bert\"}");
    goal.folder = models.toFile();
  }

  @Test
  void aFolderThatIsSafePasses() {
    assertThatCode(goal::execute).doesNotThrowAnyException();
  }

  @Test
  void aModelThatActsFailsTheBuildAndTheReportIsThere() throws IOException {
    Files.writeString(models.resolve("m.pkl"), "cos\nsystem\n(S'true'\ntR.");
    goal.report = temp.resolve("out/weighbridge.sarif").toFile();
    goal.failOn = "malicious";
    assertThatThrownBy(goal::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("is malicious");
    assertThat(temp.resolve("out/weighbridge.sarif")).content().contains("pickle/dangerous-call");
  }

  @Test
  void whatIsOnlySuspiciousFailsUnlessOnlyMaliceIsAskedFor() throws IOException {
    Files.writeString(models.resolve("m.pkl"), "cmine\nThing\n(S'x'\ntR.");
    assertThatThrownBy(goal::execute).isInstanceOf(MojoFailureException.class);
    goal.failOn = "malicious";
    assertThatCode(goal::execute).doesNotThrowAnyException();
  }

  @Test
  void whatIsAcceptedPassesUnlessTheModelSaysSoItself() throws IOException {
    Files.writeString(models.resolve("m.pkl"), "cmine\nThing\n(S'x'\ntR.");
    String accepts = "allow: [{name: mine.Thing, reason: ours, expires: 2999-12-31}]\n";
    goal.config = Files.writeString(temp.resolve("accepted.yaml"), accepts).toFile();
    assertThatCode(goal::execute).doesNotThrowAnyException();
    goal.config = Files.writeString(models.resolve("accepted.yaml"), accepts).toFile();
    assertThatThrownBy(goal::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("part of what is scanned");
  }

  @Test
  void aWrongConfigurationIsAnErrorAndNoPass() {
    goal.failOn = "never";
    assertThatThrownBy(goal::execute).isInstanceOf(MojoExecutionException.class);
    goal.failOn = "malicious";
    goal.folder = temp.resolve("none").toFile();
    assertThatThrownBy(goal::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("none");
  }

  @Test
  void itCanBeSkipped() {
    goal.folder = temp.resolve("none").toFile();
    goal.skip = true;
    assertThatCode(goal::execute).doesNotThrowAnyException();
  }
}
