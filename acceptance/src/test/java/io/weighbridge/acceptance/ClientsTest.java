package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Other clients than the hub library itself: what is admitted arrives, what is blocked says why.
 */
class ClientsTest {
  private static Path folder;
  private static Recorder hub;
  private static GateProcess gate;

  @BeforeAll
  static void start() throws Exception {
    folder = Places.fresh("clients");
    hub = Recorder.start(folder);
    gate = GateProcess.start(folder.resolve("gate"), hub.url, Policies.STANDARD_AND_ONE_DENIED);
    // Clients that cannot be told to wait fail where the first weighing takes longer than 8 s.
    new HubClient(gate.url).snapshot("org/tiny", "main");
  }

  @AfterAll
  static void stop() {
    gate.close();
    hub.close();
  }

  @Test
  void transformersPullsWhatIsAdmitted() throws Exception {
    Ran ran = transformers("org/tiny");
    assertThat(ran.exit()).as(ran.text()).isZero();
    assertThat(ran.text()).contains("CONFIG bert").contains("TOKENS [1, 2]");
  }

  @Test
  void transformersShowsWhyWhatIsBlockedIsBlocked() throws Exception {
    Ran ran = transformers("org/blocked");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.text()).contains("Blocked by policy: reason").doesNotContain("CONFIG");
  }

  @Test
  void transformersJsPullsWhatIsAdmitted() throws Exception {
    Ran ran = node("transformers_pull.mjs", "org/tiny");
    assertThat(ran.exit()).as(ran.text()).isZero();
    assertThat(ran.text()).contains("CONFIG bert").contains("TOKENS [1,2]");
  }

  @Test
  void transformersJsFailsOnWhatIsBlocked() throws Exception {
    // This client shows neither body nor headers of a refusal, only that access is forbidden.
    Ran ran = node("transformers_pull.mjs", "org/blocked");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.text()).contains("Forbidden").doesNotContain("CONFIG");
  }

  @Test
  void huggingfaceHubJsPullsEveryByte() throws Exception {
    Ran ran = node("hub_pull.mjs", "org/tiny");
    assertThat(ran.exit()).as(ran.text()).isZero();
    var client = new HubClient(gate.url);
    client
        .snapshot("org/tiny", "main")
        .forEach(
            (path, bytes) ->
                assertThat(ran.text())
                    .contains("FILE " + path + " " + bytes.length + " " + Recorder.sha256(bytes)));
  }

  @Test
  void huggingfaceHubJsShowsWhyWhatIsBlockedIsBlocked() throws Exception {
    Ran ran = node("hub_pull.mjs", "org/blocked");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.text()).contains("Blocked by policy: reason");
  }

  @Test
  void aNeverSeenModelArrivesInOneDownload() throws Exception {
    for (String environment : List.of("hub-1", "hub-2")) {
      String model = "acme/cold-" + environment.replace('-', 'x');
      hub.publish(
          model,
          KillTest.model(new java.util.Random(model.hashCode())),
          java.util.Set.of("model.safetensors"));
      Path hf = Places.python(environment).resolveSibling("hf");
      Ran ran =
          run(List.of(hf.toString(), "download", model), folder.resolve("home-" + environment));
      assertThat(ran.exit()).as(ran.text()).isZero();
    }
  }

  private record Ran(int exit, String text) {}

  private static Ran transformers(String model) throws Exception {
    Path script = Places.ROOT.resolve("acceptance/src/test/resources/clients/transformers_pull.py");
    return run(
        List.of(Places.python("transformers").toString(), script.toString(), model),
        Files.createTempDirectory(folder, "home"));
  }

  private static Ran node(String script, String model) throws Exception {
    Path folder = Places.node();
    Path file = Places.ROOT.resolve("acceptance/src/test/resources/clients").resolve(script);
    var command = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec node \"$@\""));
    command.addAll(List.of(folder.toString(), file.toString(), gate.url, model));
    return run(command, Files.createTempDirectory(ClientsTest.folder, "home"));
  }

  private static Ran run(List<String> command, Path home) throws Exception {
    Files.createDirectories(home);
    Path output = Files.createTempFile(folder, "client", ".out");
    try (Proc proc =
        Proc.start(
            output,
            Map.of(
                "HF_ENDPOINT", gate.url,
                "HF_HOME", home.toString(),
                "HF_HUB_DISABLE_TELEMETRY", "1",
                "HF_HUB_DISABLE_PROGRESS_BARS", "1",
                "HF_HUB_DISABLE_UPDATE_CHECK", "1"),
            command)) {
      return new Ran(proc.await(Duration.ofMinutes(3)), proc.output());
    }
  }
}
