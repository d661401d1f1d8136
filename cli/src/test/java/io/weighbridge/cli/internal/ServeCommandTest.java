package io.weighbridge.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  @TempDir Path temp;

  private String data() {
    return temp.resolve("data").toString();
  }

  private static void isOneLine(Run run, String... words) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    assertThat(run.err()).startsWith("weighbridge: ").contains(words);
  }

  @Test
  void aPortInUseIsOneLine() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      isOneLine(Run.of("serve", "--listen", address, "--data", data()), address, "listen");
    }
  }

  @Test
  void aDamagedDatabaseIsOneLine() throws IOException {
    Files.createDirectories(temp.resolve("data"));
    Files.writeString(temp.resolve("data/weighbridge.db"), "no database ".repeat(1000));
    isOneLine(Run.of("serve", "--listen", "127.0.0.1:0", "--data", data()), "weighbridge.db");
  }

  @Test
  void aDataFolderThatIsAFileIsOneLine() throws IOException {
    Files.writeString(temp.resolve("data"), "");
    isOneLine(Run.of("serve", "--listen", "127.0.0.1:0", "--data", data()), data());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPolicyThatMayNotBeReadIsOneLineThatSaysSo() throws IOException {
    Path policy = Files.writeString(temp.resolve("policy.yaml"), "version: 1\nrules: []\n");
    Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(policy), "root may read everything");
    isOneLine(
        Run.of("serve", "--listen", "127.0.0.1:0", "--data", data(), "--policy", policy.toString()),
        "permission denied");
  }

  /** A gate over a folder with a good model, and one that runs a command when loaded. */
  private Path configuration() throws IOException {
    Path good = Files.createDirectories(temp.resolve("models/acme/good"));
    Files.writeString(good.resolve("config.json"), "{}");
    Path evil = Files.createDirectories(temp.resolve("models/acme/evil"));
    Files.writeString(evil.resolve("model.pkl"), "cos\nsystem\n(S'echo'\ntR.");
    return Files.writeString(
        temp.resolve("weighbridge.yaml"),
        """
        listen: 127.0.0.1:0
        data: data
        upstreams:
          - name: models
            kind: folder
            path: models
        """);
  }

  private static void settlementsEndInWhatTheyAchieved(String url, Path token) {
    try (var client = HttpClient.newHttpClient()) {
      for (String model : List.of("good", "evil")) {
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/api/models/acme/" + model)).build(),
            HttpResponse.BodyHandlers.discarding());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    String[] rest = {"--reason", "x", "--url", url, "--token-file", token.toString()};
    Run already = settle(rest, "approve", "acme/good");
    assertThat(already.out()).contains("admitted already");
    assertThat(already.code()).isZero();
    Run blocked = settle(rest, "approve", "acme/evil");
    assertThat(blocked.out()).contains("blocked by policy", "weighbridge waive acme/evil");
    assertThat(blocked.code()).isEqualTo(1);
    assertThat(settle(rest, "waive", "acme/evil", "--until", "2999-01-01").code()).isZero();
    assertThat(settle(rest, "refuse", "acme/evil").code()).isZero();
  }

  private static Run settle(String[] rest, String... words) {
    return Run.of(Stream.concat(Stream.of(words), Stream.of(rest)).toArray(String[]::new));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void itServesUntilItIsToldToStop() throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.weighbridge.cli.Main",
                "serve",
                "--config",
                configuration().toString()));
    Process server =
        new ProcessBuilder(command).redirectError(temp.resolve("err").toFile()).start();
    try (var lines = server.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine())
          .matches("weighbridge [0-9.]+ serves http://127\\.0\\.0\\.1:\\d+");
      assertThat(lines.readLine()).contains("/console/");
      String clients = lines.readLine();
      assertThat(clients).contains("export HF_ENDPOINT=");
      String url = clients.substring(clients.indexOf("http"));
      isOneLine(Run.of("serve", "--listen", "127.0.0.1:0", "--data", data()), data());
      assertThat(Run.of("token", "list", "--url", url).err()).contains("--token-file");
      Path admin;
      try (var files = Files.walk(temp.resolve("data"))) {
        admin =
            files
                .filter(file -> file.getFileName().toString().contains("admin"))
                .findFirst()
                .orElseThrow();
      }
      Run made = Run.of("token", "add", "ci", "--url", url, "--token-file", admin.toString());
      assertThat(made.out()).as(made.err()).matches("hf_[A-Za-z0-9]{40}\n");
      Run listed = Run.of("token", "list", "--url", url, "--token-file", admin.toString());
      assertThat(listed.out()).contains("reader", "ci").doesNotContain(made.out().strip());
      Run unknown =
          Run.of(
              "approve",
              "no/such",
              "--reason",
              "x",
              "--url",
              url,
              "--token-file",
              admin.toString());
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.err().lines()).hasSize(1);
      settlementsEndInWhatTheyAchieved(url, admin);
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(temp.resolve("err")))
        .contains("open to every program on this machine", "admin token")
        .doesNotContain("Exception");
    assertThat(Run.of("ledger", "verify", "--data", data()).code()).isZero();
  }
}
