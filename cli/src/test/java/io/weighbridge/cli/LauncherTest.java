package io.weighbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher against a made-up repository, with stand-ins for Maven, java and jar. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path SOURCE = Path.of(System.getProperty("weighbridge.root"));

  @TempDir Path temp;
  private Path root = Path.of("");
  private Path jdk = Path.of("");
  private Path tools = Path.of("");

  @BeforeEach
  void layOut() throws IOException {
    root = Files.createDirectories(temp.resolve("a repository"));
    jdk = temp.resolve("a jdk");
    tools = temp.resolve("tools");
    for (String file : List.of("weighbridge", "scripts/jdk.sh", "scripts/build.sh")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.copy(SOURCE.resolve(file), root.resolve(file));
    }
    program(root.resolve("weighbridge"), Files.readString(root.resolve("weighbridge")));
    Files.createDirectories(root.resolve("cli/src/main/java"));
    Files.createDirectories(root.resolve("cli/target/classes"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("cli/pom.xml"), "<project/>");
    Files.writeString(root.resolve("cli/src/main/java/A.java"), "class A {}");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    program(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    program(
        jdk.resolve("bin/java"),
        """
        #!/bin/sh
        case "$*" in *Training*) exit 0 ;; esac
        for word in "$@"; do printf 'arg:%s\\n' "$word"; done
        """);
    program(jdk.resolve("bin/jar"), "#!/bin/sh\n");
    program(
        tools.resolve("mvn"),
        """
        #!/bin/sh
        echo build >>"%s"
        for word in "$@"; do
          case $word in
            -Dweighbridge.libraries=*)
              mkdir -p "${word#*=}/scan" "${word#*=}/all"
              : >"${word#*=}/scan/json.jar"; : >"${word#*=}/all/json.jar"; : >"${word#*=}/all/http.jar" ;;
          esac
        done
        """
            .formatted(temp.resolve("builds")));
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private record Ran(int code, String out, String err) {}

  private Ran run(Path launcher, Path folder, String... words)
      throws IOException, InterruptedException {
    return finish(start(launcher, folder, words));
  }

  private Process start(Path launcher, Path folder, String... words) throws IOException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().remove("WEIGHBRIDGE_JAVA_OPTIONS");
    return builder.start();
  }

  private static Ran finish(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out, err);
  }

  private long builds() throws IOException {
    Path log = temp.resolve("builds");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  private void changed(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
  }

  @Test
  void theFirstStartBuildsAndTheNextDoesNot() throws Exception {
    Ran first = run(root.resolve("weighbridge"), temp, "scan", "a file");
    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains("arg:io.weighbridge.cli.Main\narg:scan\narg:a file\n")
        .contains("/weighbridge.jar:")
        .doesNotContain("http.jar");
    assertThat(run(root.resolve("weighbridge"), temp, "scan", "a file").out())
        .isEqualTo(first.out());
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void onlyLocalScansStartWithFewLibraries() throws Exception {
    Path launcher = root.resolve("weighbridge");
    assertThat(run(launcher, temp, "scan", "hf://a/b").out()).contains("http.jar");
    assertThat(run(launcher, temp, "vet", "a").out()).contains("http.jar");
    assertThat(run(launcher, temp, "serve").out())
        .contains("http.jar", "server.aot")
        .doesNotContain("TieredStopAtLevel");
  }

  @Test
  void aChangedAnAddedAndARemovedSourceEachLeadToABuild() throws Exception {
    Path launcher = root.resolve("weighbridge");
    run(launcher, temp, "help");
    changed(root.resolve("cli/src/main/java/A.java"));
    run(launcher, temp, "help");
    assertThat(builds()).isEqualTo(2);
    Files.setLastModifiedTime(
        root.resolve("cli/src/main/java/A.java"), FileTime.from(Instant.now().minusSeconds(60)));
    run(launcher, temp, "help");
    assertThat(builds()).isEqualTo(2);
    changed(root.resolve("cli/src/main/java")); // as a removed file leaves its folder
    run(launcher, temp, "help");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void startsAtTheSameTimeBuildOnce() throws Exception {
    var starts = new ArrayList<Process>();
    for (int i = 0; i < 4; i++) {
      starts.add(start(root.resolve("weighbridge"), temp, "help"));
    }
    for (Process process : starts) {
      assertThat(finish(process).code()).isZero();
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void itRunsThroughLinksFromAnyFolder() throws Exception {
    Path links = Files.createDirectories(temp.resolve("other links"));
    Path direct = Files.createSymbolicLink(links.resolve("wb"), root.resolve("weighbridge"));
    Path twice = Files.createSymbolicLink(links.resolve("wb2"), Path.of("wb"));
    Path folder = Files.createDirectories(temp.resolve("elsewhere"));
    assertThat(run(direct, folder, "help").code()).isZero();
    assertThat(run(twice, folder, "help").out()).contains("arg:help");
  }

  @Test
  void aMovedRepositoryIsBuiltAgain() throws Exception {
    run(root.resolve("weighbridge"), temp, "help");
    Path moved = temp.resolve("moved");
    Files.move(root, moved);
    assertThat(run(moved.resolve("weighbridge"), temp, "help").out())
        .contains(moved.toRealPath() + "/cli/target/dist/");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aMissingJdkIsOneLineThatSaysWhatToInstall() throws Exception {
    Files.writeString(root.resolve("scripts/jdk.sh"), onlyJavaHome());
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Ran ran = run(root.resolve("weighbridge"), temp, "help");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("no JDK 25 found", "install");
  }

  /** The machine that runs this test has a JDK 25 in one of the usual folders. */
  private String onlyJavaHome() throws IOException {
    String script = Files.readString(root.resolve("scripts/jdk.sh"));
    return script.replaceAll("(?s)  for wb_home in .*?  done\n", "");
  }

  @Test
  void missingMavenIsOneLineThatSaysWhatToInstall() throws Exception {
    Files.delete(tools.resolve("mvn"));
    for (String tool :
        List.of("sh", "find", "readlink", "grep", "mkdir", "flock", "rm", "date", "dirname")) {
      for (String folder : List.of("/usr/bin", "/bin")) {
        Path real = Path.of(folder, tool);
        if (Files.exists(real) && !Files.exists(tools.resolve(tool))) {
          program(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        }
      }
    }
    var builder = new ProcessBuilder(root.resolve("weighbridge").toString(), "help");
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("PATH", tools.toString());
    Ran ran = finish(builder.start());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(1).first().asString().contains("Maven", "install");
  }

  @Test
  void aFailedBuildIsOneLineAndLeavesNothingThatRuns() throws Exception {
    program(tools.resolve("mvn"), "#!/bin/sh\necho '[ERROR] A.java: odd'\nexit 1\n");
    Ran ran = run(root.resolve("weighbridge"), temp, "help");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("the build failed: A.java: odd", "build.log");
    assertThat(root.resolve("cli/target/dist/run")).doesNotExist();
  }
}
