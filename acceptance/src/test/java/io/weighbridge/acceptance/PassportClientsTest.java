package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gate's passports in the hands of our own command, our Python package, and cosign. */
class PassportClientsTest {
  private static final String MODEL = "org/tiny";

  private static Path folder;
  private static Recorder hub;
  private static GateProcess gate;
  private static String commit = "";
  private static Path keys;

  @BeforeAll
  static void start() throws Exception {
    folder = Places.fresh("passports");
    hub = Recorder.start(folder);
    gate = GateProcess.start(folder.resolve("gate"), hub.url, Policies.standard());
    new HubClient(gate.url).snapshot(MODEL, "main");
    commit = Json.parse(text("/api/models/" + MODEL + "/revision/main")).text("sha").orElseThrow();
    keys = Files.writeString(folder.resolve("gate.pub"), text("/api/weighbridge/keys"));
    Files.writeString(folder.resolve("passport.json"), text(passport("all")));
    Files.writeString(folder.resolve("revocations.json"), text("/api/weighbridge/revocations"));
  }

  @AfterAll
  static void stop() {
    gate.close();
    hub.close();
  }

  private static String passport(String part) {
    return "/api/weighbridge/passports/" + MODEL + "/" + commit + "?part=" + part;
  }

  private static String text(String path) throws Exception {
    var response =
        Proc.HTTP.send(
            HttpRequest.newBuilder(URI.create(gate.url + path)).build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private record Ran(int exit, String text) {}

  private static Ran run(Map<String, String> environment, Object... words) throws Exception {
    var command = new ArrayList<String>();
    for (Object word : words) {
      command.add(word.toString());
    }
    Path output = Files.createTempFile(folder, "ran", ".txt");
    try (Proc proc = Proc.start(output, environment, command)) {
      int exit = proc.await(Duration.ofMinutes(2));
      return new Ran(exit, proc.output());
    }
  }

  private static Path written(String name) throws Exception {
    Path model = Files.createDirectories(folder.resolve(name));
    for (var file : new HubClient(gate.url).snapshot(MODEL, "main").entrySet()) {
      Path path = model.resolve(file.getKey());
      Files.createDirectories(java.util.Objects.requireNonNull(path.getParent()));
      Files.write(path, file.getValue());
    }
    return model;
  }

  private static int verify(Path model) throws Exception {
    return GateProcess.run(
        Files.createTempFile(folder, "verify", ".txt"),
        "verify",
        model.toString(),
        "--passport",
        folder.resolve("passport.json").toString(),
        "--key",
        keys.toString(),
        "--revocations",
        folder.resolve("revocations.json").toString());
  }

  @Test
  void ourCommandVerifiesWhatWasPulledAndSeesAChange() throws Exception {
    Path model = written("command");
    assertThat(verify(model)).isZero();
    Files.writeString(model.resolve("config.json"), "{}");
    assertThat(verify(model)).isEqualTo(1);
  }

  @Test
  void thePythonPackageVerifiesWhatItPullsAndSeesEveryChange() throws Exception {
    Path python = Places.python("python-client");
    Path script = Places.ROOT.resolve("acceptance/src/test/resources/clients/verify_passport.py");
    Ran ran =
        run(
            Map.of(
                "PYTHONPATH",
                installed(python).toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "HF_ENDPOINT",
                gate.url,
                "HF_HOME",
                folder.resolve("home").toString(),
                "HF_HUB_DISABLE_PROGRESS_BARS",
                "1"),
            python,
            script,
            MODEL,
            keys,
            folder.resolve("python"));
    assertThat(ran.exit()).as(ran.text()).isZero();
    assertThat(ran.text())
        .contains("REFUSED changed changed-files")
        .contains("REFUSED added added-files")
        .contains("REFUSED missing missing-files")
        .contains("REFUSED link link")
        .contains("REFUSED other-key key-hint")
        .contains("REFUSED later expired")
        .contains("REFUSED earlier not-yet")
        .contains("REFUSED twice not-a-bundle")
        .contains("REFUSED two-signatures signature-count")
        .containsPattern("FLIPPED (\\d+) of \\1 refused")
        .contains("admitted on")
        .doesNotContain("HELD");
  }

  /** The package as a wheel, installed beside the environment that has what it needs. */
  private static Path installed(Path python) throws Exception {
    Path source = Places.ROOT.resolve("clients/python");
    Path copy = folder.resolve("wheel"); // setuptools writes beside what it builds
    for (String name : List.of("pyproject.toml", "README.md", "weighbridge")) {
      try (Stream<Path> files = Files.walk(source.resolve(name))) {
        for (Path file : files.filter(one -> !one.toString().contains("__pycache__")).toList()) {
          Path target = copy.resolve(source.relativize(file).toString());
          Files.createDirectories(java.util.Objects.requireNonNull(target.getParent()));
          if (Files.isRegularFile(file)) {
            Files.copy(file, target);
          }
        }
      }
    }
    Path wheels = folder.resolve("wheels");
    Ran built = run(Map.of(), python, "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, copy);
    Assumptions.assumeTrue(
        built.exit() == 0, () -> "SKIPPED: setuptools could not be fetched: " + built.text());
    Path wheel;
    try (Stream<Path> made = Files.list(wheels)) {
      wheel = made.findFirst().orElseThrow();
    }
    try (var zip = new ZipFile(wheel.toFile())) {
      assertThat(zip.stream().map(entry -> entry.getName()).toList())
          .contains("weighbridge/__init__.py", "weighbridge/hub.py")
          .allMatch(name -> name.matches("weighbridge(-0\\.1\\.0\\.dist-info)?/[^/]+"))
          .noneMatch(name -> name.endsWith("entry_points.txt")); // it installs no command
    }
    Path target = folder.resolve("installed");
    Ran done =
        run(Map.of(), python, "-m", "pip", "install", "-q", "--no-deps", "-t", target, wheel);
    assertThat(done.exit()).as(done.text()).isZero();
    assertThat(target.resolve("bin")).doesNotExist();
    return target;
  }

  @Test
  void anInitContainerWaitsUntilTheModelIsThere() throws Exception {
    Path model = folder.resolve("waited");
    var process =
        new ProcessBuilder(
                GateProcess.command(
                    List.of("-Dweighbridge.terminal=2"), // progress tells that it has looked
                    List.of(
                        "verify",
                        model.toString(),
                        "--passport",
                        folder.resolve("passport.json").toString(),
                        "--key",
                        keys.toString(),
                        "--wait",
                        "60")))
            .redirectErrorStream(true)
            .start();
    var said = new StringBuilder();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      for (int next = output.read(); next >= 0; next = output.read()) {
        said.append((char) next);
        if (said.toString().endsWith("waiting") && Files.notExists(model)) {
          written("waited");
        }
      }
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor()).as(said.toString()).isZero();
    assertThat(said).contains("waiting").contains("verified");
  }

  @Test
  void aModelOnAHubIsVerifiedAndSignedWhileItStreams() throws Exception {
    Map<String, String> environment = Map.of("HF_ENDPOINT", gate.url);
    String hub = "hf://" + MODEL + "@" + commit;
    String passport = folder.resolve("passport.json").toString();
    Ran held = weighbridge(environment, "verify", hub, "--passport", passport, "--key", keys);
    assertThat(held.exit()).as(held.text()).isZero();
    Path own = folder.resolve("own-keys");
    Path signature = folder.resolve("hub.sig");
    assertThat(weighbridge(environment, "keys", "init", "--keys", own).exit()).isZero();
    Ran signed = weighbridge(environment, "sign", hub, "--keys", own, "--signature", signature);
    assertThat(signed.exit()).as(signed.text()).isZero();
    Path model = written("hub");
    Object[] words = {"verify", model, "--keys", own, "--signature", signature};
    Ran verified = weighbridge(environment, words);
    assertThat(verified.exit()).as(verified.text()).isZero();
    Files.writeString(model.resolve("config.json"), "{}");
    assertThat(weighbridge(environment, words).exit()).isEqualTo(1);
  }

  private static Ran weighbridge(Map<String, String> environment, Object... words)
      throws Exception {
    List<String> arguments = Stream.of(words).map(Object::toString).toList();
    return run(environment, GateProcess.command(List.of(), arguments).toArray());
  }

  @Test
  void anAdmissionCheckAsksForTheClaimAlone() throws Exception {
    String claim = "pkg:huggingface/" + MODEL + "@" + commit;
    assertThat(claimed(claim)).isZero();
    assertThat(claimed("pkg:huggingface/" + MODEL + "@" + "0".repeat(40))).isEqualTo(1);
  }

  private static int claimed(String claim) throws Exception {
    return GateProcess.run(
        Files.createTempFile(folder, "claim", ".txt"),
        "verify",
        claim,
        "--passport",
        folder.resolve("passport.json").toString(),
        "--key",
        keys.toString());
  }

  @Test
  void cosignVerifiesTheDecisionForAFile() throws Exception {
    Path cosign = Places.cosign();
    Path model = written("cosign");
    Path decision = Files.writeString(folder.resolve("decision.json"), text(passport("decision")));
    assertThat(cosign(cosign, decision, model.resolve("config.json")).exit()).isZero();
    Files.writeString(model.resolve("config.json"), "{}");
    assertThat(cosign(cosign, decision, model.resolve("config.json")).exit()).isNotZero();
  }

  private static Ran cosign(Path cosign, Path decision, Path file) throws Exception {
    return run(
        Map.of("HOME", folder.toString()),
        cosign,
        "verify-blob-attestation",
        "--key",
        keys,
        "--bundle",
        decision,
        "--insecure-ignore-tlog",
        "--type",
        "https://slsa.dev/verification_summary/v1",
        file);
  }
}
