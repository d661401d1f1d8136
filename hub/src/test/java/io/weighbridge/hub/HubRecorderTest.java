package io.weighbridge.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weighbridge.hub.HubException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the fake Hub that real clients were run against (Python, loopback). */
class HubRecorderTest {
  private static final ModelId TINY = new ModelId("org", "tiny");
  private static @Nullable Process recorder;
  private static URI endpoint = URI.create("http://127.0.0.1");

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path script =
        Path.of(System.getProperty("weighbridge.root", ".."))
            .resolve("acceptance/src/test/resources/tools/hub_recorder.py");
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    endpoint = URI.create("http://127.0.0.1:" + port);
    Process started;
    try {
      started =
          new ProcessBuilder("python3", script.toString(), "" + port, folder.resolve("log") + "")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out").toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "needs python3: " + e.getMessage());
      return;
    }
    recorder = started;
    while (!listens(port)) {
      assertThat(started.isAlive())
          .as(() -> "the recorder runs: " + read(folder.resolve("out")))
          .isTrue();
      Thread.onSpinWait();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean listens(int port) {
    try (var ignored = new Socket("127.0.0.1", port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (recorder != null) {
      recorder.destroy();
      recorder.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static void control(String json) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(endpoint.resolve("/__ctl"))
              .POST(HttpRequest.BodyPublishers.ofString(json))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void readsEverythingThatItTells() throws Exception {
    control("{\"opts\":{\"page\":2,\"lfs_redirect\":\"rel\",\"xet_headers\":true}}");
    try (var hub = new HttpUpstream(HttpUpstreamOptions.of("recorder", endpoint))) {
      ModelInfo info = hub.model(TINY, "main");
      assertThat(info.cardData().text("license")).contains("mit");
      assertThat(hub.model(TINY, info.commit().hex().substring(0, 8)).commit())
          .isEqualTo(info.commit());
      assertThat(hub.refs(TINY).tags()).containsKey("v1");
      assertThat(hub.commits(TINY, info.commit(), 10)).hasSize(2);
      assertThat(hub.discussions(TINY)).isEmpty();
      assertThat(hub.entitled(TINY, "hf_anything")).isTrue();
      assertThat(hub.tree(TINY, info.commit())).hasSize(8);
      assertThat(hub.model(new ModelId("", "legacy"), "").id().namespace()).isEmpty();
      UpstreamContract.assertKind(
          Kind.REPO_NOT_FOUND, () -> hub.model(new ModelId("org", "nothing"), ""));
      UpstreamContract.assertKind(Kind.REVISION_NOT_FOUND, () -> hub.model(TINY, "feat/none"));
    }
  }

  @Test
  void readsFilesThroughEveryKindOfRedirect() throws Exception {
    for (String redirect : Set.of("none", "rel", "abs", "other")) {
      control("{\"opts\":{\"page\":1000,\"lfs_redirect\":\"" + redirect + "\"}}");
      var options =
          HttpUpstreamOptions.of("recorder", endpoint).withPlainHosts(Set.of("127.0.0.2"));
      try (var hub = new HttpUpstream(options)) {
        CommitId commit = hub.model(TINY, "").commit();
        RepoFile file =
            hub.tree(TINY, commit).stream()
                .filter(each -> each.path().text().equals("sub/weights.bin"))
                .findFirst()
                .orElseThrow();
        assertThat(hub.open(TINY, commit, file).bytes(4 * 400_000, 4))
            .isEqualTo("\u0080\u0004N.".getBytes(StandardCharsets.ISO_8859_1));
        try (InputStream in = hub.stream(TINY, commit, file, 1)) {
          assertThat(in.readAllBytes().length).isEqualTo(1_999_999);
        }
      }
    }
  }
}
