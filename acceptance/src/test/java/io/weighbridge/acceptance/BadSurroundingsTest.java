package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that may not be read, no network, Ctrl-C: one line that says what to do, and no traces. */
class BadSurroundingsTest {
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Places.fresh("surroundings");
  }

  private static void isOneLine(int exit, Path output, String... words) throws IOException {
    String said = Files.readString(output);
    assertThat(exit).as(said).isEqualTo(2);
    assertThat(said.lines()).as(said).hasSize(1);
    assertThat(said).startsWith("weighbridge: ").contains(words).doesNotContain("Exception");
  }

  /** As a user whom file permissions bind, which they do not for root. */
  private Path runBound(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      Assumptions.assumeTrue(
          Files.isExecutable(Path.of("/usr/bin/setpriv")), "SKIPPED: root may read everything");
      command.addAll(
          List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"));
    }
    command.addAll(GateProcess.command(List.of(), List.of(arguments)));
    Path output = Files.createTempFile(folder, "run", ".out");
    try (Proc proc = Proc.start(output, Map.of(), command)) {
      Files.writeString(
          output.resolveSibling(output.getFileName() + ".exit"),
          Integer.toString(proc.await(Duration.ofMinutes(1))));
    }
    return output;
  }

  private static int exit(Path output) throws IOException {
    return Integer.parseInt(
        Files.readString(output.resolveSibling(output.getFileName() + ".exit")));
  }

  @Test
  void aFileThatMayNotBeReadIsOneLineAsATargetAndAFindingInAFolder() throws Exception {
    Path model = Files.createDirectories(folder.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    Path closed = Files.writeString(model.resolve("weights.pkl"), "N.");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Path alone = runBound("scan", closed.toString());
    isOneLine(exit(alone), alone, "cannot open", "weights.pkl", "permission denied");
    Path among = runBound("scan", model.toString());
    assertThat(exit(among)).isEqualTo(1);
    assertThat(Files.readString(among))
        .contains("permission denied")
        .contains("Make it readable for whoever scans");
    Path policy = runBound("serve", "--policy", closed.toString(), "--data", folder + "/data");
    isOneLine(exit(policy), policy, "weights.pkl", "permission denied");
    Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("---------"));
    Path shut = runBound("scan", model.toString());
    isOneLine(exit(shut), shut, "cannot read the folder", "permission denied");
    Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aHubWithoutANetworkIsOneLine() throws Exception {
    Path output = folder.resolve("vet.out");
    int refused =
        GateProcess.run(
            output,
            Map.of("HF_ENDPOINT", "http://127.0.0.1:" + Proc.freePort()),
            "vet",
            "hf://org/model");
    isOneLine(refused, output, "Connection refused", "check the network");
    Path named = folder.resolve("named.out");
    int unknown =
        GateProcess.run(
            named, Map.of("HF_ENDPOINT", "https://no-such-hub.invalid"), "vet", "hf://org/model");
    isOneLine(unknown, named, "no-such-hub.invalid", "knows no address");
    Path proxied = folder.resolve("proxied.out");
    int wrong =
        GateProcess.run(proxied, Map.of("https_proxy", "socks5://x:1"), "vet", "hf://org/model");
    isOneLine(wrong, proxied, "https_proxy is not the address of an HTTP proxy");
  }

  @Test
  void ctrlCAmidAFetchIsCleanAndTheNextStartGoesOn() throws Exception {
    Map<String, byte[]> files = KillTest.model(new Random(7));
    var arrived = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var hub = new ScriptedHub()) {
      hub.publish(
          "acme/amid",
          files,
          request -> {
            // Looks at the header are let through; the download itself is held.
            if (request.kind() == ScriptedHub.Kind.STORE && !request.isPartOf(3 << 20)) {
              arrived.countDown();
              await(release);
            }
            return false;
          });
      try (GateProcess gate =
          GateProcess.start(folder.resolve("gate"), hub.url(), Policies.standard())) {
        var client =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    new HubClient(gate.url).snapshot("acme/amid", "main");
                  } catch (IOException | HubClient.Refused e) {
                    return; // the gate goes away
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gate.interrupt()).as(gate.output()).isEqualTo(130);
        assertThat(gate.output()).doesNotContain("Exception").doesNotContain("\tat ");
        client.get(60, TimeUnit.SECONDS);
        release.countDown();
        gate.restart();
        Map<String, byte[]> whole = new HubClient(gate.url).snapshot("acme/amid", "main");
        assertThat(whole.keySet()).isEqualTo(files.keySet());
        whole.forEach(
            (path, bytes) ->
                assertThat(Recorder.sha256(bytes))
                    .as(path)
                    .isEqualTo(Recorder.sha256(files.get(path))));
      } finally {
        release.countDown();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
