package io.weighbridge.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The shell steps of {@code action.yml}, run as they stand, and the patterns of the hooks. */
class IntegrationsTest {
  private static final Path ROOT = Path.of(System.getProperty("weighbridge.root"));

  @TempDir Path temp;

  private static Object yaml(String file) throws IOException {
    return Objects.requireNonNull(
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(ROOT.resolve(file))));
  }

  private static Object at(Object node, Object... keys) {
    Object found = node;
    for (Object key : keys) {
      found =
          Objects.requireNonNull(
              key instanceof Integer index
                  ? ((List<?>) found).get(index)
                  : ((Map<?, ?>) found).get(key),
              () -> "no " + key);
    }
    return found;
  }

  /** Runs a step's script as a runner does; returns its exit code. */
  private int step(Object script, Map<String, String> environment) throws Exception {
    Path folder = Files.createDirectories(temp.resolve("action"));
    Path launcher = folder.resolve("weighbridge");
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '"
            + System.getProperty("java.class.path")
            + "' io.weighbridge.cli.Main \"$@\"\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    var builder =
        new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", script.toString())
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("log").toFile());
    builder.environment().put("GITHUB_ACTION_PATH", folder.toString());
    builder.environment().putAll(environment);
    builder.environment().put("GITHUB_OUTPUT", temp.resolve("output").toString());
    return builder.start().waitFor();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theActionScansReportsAndFails() throws Exception {
    Object steps = at(yaml("action.yml"), "runs", "steps");
    Path models = Files.createDirectories(temp.resolve("models; touch owned"));
    Files.writeString(models.resolve("m.pkl"), "cos\nsystem\n(S'true'\ntR.");
    var inputs = new HashMap<String, String>();
    inputs.put("TARGET", models.getFileName().toString());
    inputs.put("FAIL_ON", "malicious");
    inputs.put("CONFIG", "");
    inputs.put("SARIF", "weighbridge.sarif");
    assertThat(step(at(steps, 1, "run"), inputs))
        .as(Files.readString(temp.resolve("log")))
        .isZero();
    assertThat(Files.readString(temp.resolve("output")))
        .contains("sarif=weighbridge.sarif\n")
        .contains("exit-code=1\n");
    assertThat(temp.resolve("weighbridge.sarif")).content().contains("pickle/dangerous-call");
    assertThat(Files.readString(temp.resolve("log"))).contains("os.system('true')");
    assertThat(temp.resolve("owned")).doesNotExist();
    assertThat(step(at(steps, 3, "run"), Map.of("CODE", "1"))).isEqualTo(1);
    assertThat(step(at(steps, 3, "run"), Map.of("CODE", ""))).isEqualTo(2);
    assertThat(step(at(steps, 3, "run"), Map.of("CODE", "0"))).isZero();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theActionVerifiesAndFails() throws Exception {
    Object script = at(yaml("verify/action.yml"), "runs", "steps", 1, "run");
    Path model = Files.createDirectories(temp.resolve("model; touch owned"));
    Files.writeString(model.resolve("config.json"), "{}");
    String keys = temp.resolve("keys").toString();
    assertThat(Run.of("keys", "init", "--keys", keys).code()).isZero();
    assertThat(Run.of("sign", model.toString(), "--keys", keys).code()).isZero();
    Files.writeString(temp.resolve("release.pub"), Run.of("keys", "public", "--keys", keys).out());
    var inputs = new HashMap<String, String>();
    inputs.put("TARGET", model.getFileName().toString());
    inputs.put("KEY", "release.pub");
    for (String left : List.of("PASSPORT", "REVOCATIONS", "IGNORE")) {
      inputs.put(left, "");
    }
    inputs.put("GITHUB_ACTION_PATH", temp.resolve("action/verify").toString());
    Files.createDirectories(temp.resolve("action/verify"));
    assertThat(step(script, inputs)).as(Files.readString(temp.resolve("log"))).isZero();
    Files.writeString(model.resolve("config.json"), "[]");
    assertThat(step(script, inputs)).isEqualTo(1);
    inputs.put("KEY", "none.pub");
    assertThat(step(script, inputs)).isEqualTo(2);
    assertThat(Files.readString(temp.resolve("output")))
        .isEqualTo("exit-code=0\nexit-code=1\nexit-code=2\n");
    assertThat(temp.resolve("owned")).doesNotExist();
  }

  @Test
  void noInputIsTextOfAScript() throws IOException {
    for (String action : List.of("action.yml", "verify/action.yml")) {
      for (Object step : (List<?>) at(yaml(action), "runs", "steps")) {
        assertThat(String.valueOf(((Map<?, ?>) step).get("run"))).doesNotContain("${{");
      }
    }
  }

  @Test
  void theExamplesForGitlabAreYamlWithAScript() throws IOException {
    assertThat(at(yaml("docs/examples/gitlab-ci.yml"), "weighbridge", "script")).isNotNull();
    assertThat(
            String.valueOf(
                at(yaml("docs/examples/gitlab-verify.yml"), "weighbridge-verify", "script")))
        .contains("verify", "--passport", "--revocations");
  }

  @Test
  void theHookTakesModelFilesAndLeavesTheRest() throws IOException {
    Pattern files = Pattern.compile(at(yaml(".pre-commit-hooks.yaml"), 0, "files").toString());
    assertThat(
            List.of(
                "m.pkl",
                "a/pytorch_model.bin",
                "x.PT",
                "model.safetensors",
                "config.json",
                "a/tokenizer_config.json",
                "t.jinja",
                "w.pth.tar",
                "q.gguf",
                "m.keras"))
        .allMatch(name -> files.matcher(name).find());
    assertThat(List.of("main.py", "README.md", "package.json", "binary.txt", "pkl"))
        .noneMatch(name -> files.matcher(name).find());
  }
}
