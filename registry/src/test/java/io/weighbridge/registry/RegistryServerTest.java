package io.weighbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.registry.RegistryConfig.UpstreamConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server over a folder of models: the parts are wired, and bad surroundings are told. */
class RegistryServerTest {
  @TempDir private Path folder;

  private RegistryConfig config(int port) throws IOException {
    Path models = Files.createDirectories(folder.resolve("models/acme/tiny"));
    Files.writeString(models.resolve("config.json"), "{\"model_type\":\"bert\"}");
    Files.writeString(models.resolve("README.md"), "---\nlicense: mit\n---\n# tiny\n");
    return RegistryConfig.standard(folder.resolve("data"))
        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .withUpstreams(List.of(UpstreamConfig.folder("models", folder.resolve("models"))));
  }

  private static HttpResponse<String> get(URI base, String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(base + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void servesWhatItWeighedAndShowsIt() throws IOException, InterruptedException {
    try (var server = RegistryServer.start(config(0))) {
      assertThat(server.open()).isTrue();
      assertThat(get(server.url(), "/health").statusCode()).isEqualTo(200);
      assertThat(get(server.url(), "/api/models/acme/tiny/revision/main").body())
          .contains("\"config.json\"");
      HttpResponse<String> file = get(server.url(), "/acme/tiny/resolve/main/config.json");
      assertThat(file.statusCode() + " " + file.headers().map()).startsWith("200");
      assertThat(file.body()).isEqualTo("{\"model_type\":\"bert\"}");
      assertThat(get(server.url(), "/console/models/acme/tiny").body()).contains("may be pulled");
      assertThat(get(server.url(), "/metrics").body())
          .contains("weighbridge_revisions_admitted 1.0")
          .contains("weighbridge_decisions_total{outcome=\"admit\"} 1.0")
          .contains("weighbridge_judging_seconds_count 1")
          .containsPattern("weighbridge_requests_total\\{route=\"File\",status=\"200\"\\}");
    }
  }

  @Test
  void lookAlikesStoppedAndSourcesThatNobodyCanTellAreCounted()
      throws IOException, InterruptedException {
    RegistryConfig config = config(0);
    Path squat =
        Files.createDirectories(
            folder.resolve("models/somebody/distilbert-base-uncased-finetuned-sqad"));
    Files.writeString(squat.resolve("config.json"), "{\"model_type\":\"bert\"}");
    try (var server = RegistryServer.start(config)) {
      assertThat(get(server.url(), "/metrics").body())
          .contains("weighbridge_look_alikes_stopped_total 0.0")
          .contains("weighbridge_source_ambiguous_total 0.0");
      assertThat(get(server.url(), "/api/models/acme/tiny").statusCode()).isEqualTo(200);
      String route = "/api/models/somebody/distilbert-base-uncased-finetuned-sqad";
      for (int i = 0; i < 2; i++) {
        assertThat(get(server.url(), route).statusCode()).isEqualTo(403);
      }
      // A folder tells nothing of either publisher.
      assertThat(get(server.url(), "/metrics").body())
          .contains("weighbridge_look_alikes_stopped_total 1.0")
          .contains("weighbridge_source_ambiguous_total 2.0");
    }
    try (var server = RegistryServer.start(config)) {
      assertThat(get(server.url(), "/api/weighbridge/overview").body())
          .contains("\"lookAlikesStopped\":1", "\"publishersUnknown\":2");
      assertThat(get(server.url(), "/console/").body())
          .containsPattern("(?s)Look-alikes stopped.{0,80}>1<")
          .containsPattern("(?s)Publisher nobody can tell.{0,80}>2<");
    }
  }

  @Test
  void theFirstAdminTokenIsPrivateAndLastsOverRestarts() throws IOException, InterruptedException {
    Path file;
    try (var server = RegistryServer.start(config(0))) {
      file = server.newAdminToken().orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    try (var server = RegistryServer.start(config(0))) {
      assertThat(server.newAdminToken()).isEmpty();
      String token = Files.readString(file).strip();
      assertThat(token).matches("hf_[A-Za-z0-9]{40}");
      String[] bearer = {"Authorization", "Bearer " + token};
      assertThat(get(server.url(), "/api/weighbridge/tokens", bearer).statusCode()).isEqualTo(200);
      assertThat(get(server.url(), "/api/weighbridge/tokens").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aWaitingTextNamesTheConsoleWhateverPortWasTaken() throws IOException, InterruptedException {
    RegistryConfig config = config(0);
    Path odd = Files.createDirectories(folder.resolve("models/acme/odd"));
    Files.write(odd.resolve("weights.unknown"), new byte[] {1, 2, 3, 4});
    try (var server = RegistryServer.start(config)) {
      HttpResponse<String> answer = get(server.url(), "/api/models/acme/odd");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("Ask: " + server.url() + "/console/models/acme/odd");
    }
  }

  @Test
  void beyondLoopbackATokenIsNeeded() throws IOException, InterruptedException {
    var everywhere = config(0).withListen(new InetSocketAddress("0.0.0.0", 0));
    try (var server = RegistryServer.start(everywhere)) {
      assertThat(server.open()).isFalse();
      assertThat(get(server.url(), "/api/models/acme/tiny").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aPortInUseIsToldInOneLineAndTheFolderIsGivenBack() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> RegistryServer.start(config(taken.getLocalPort())))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageNotContaining("\n");
    }
    RegistryServer.start(config(0)).close();
  }

  @Test
  void aSecondServerOnTheSameFolderIsRefused() throws IOException {
    RegistryConfig config = config(0);
    try (var first = RegistryServer.start(config)) {
      assertThat(first.address().getPort()).isPositive();
      assertThatThrownBy(() -> RegistryServer.start(config))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("in use");
    }
  }
}
