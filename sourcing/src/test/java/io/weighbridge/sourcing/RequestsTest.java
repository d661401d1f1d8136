package io.weighbridge.sourcing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** How much a hub is asked, counted at the hub. */
class RequestsTest {
  private static final String SHA = "a".repeat(40);
  private static final String MODEL =
      """
      {"id":"ada/known","sha":"%s","createdAt":"2024-02-01T00:00:00.000Z","downloads":1000,
       "cardData":{"license":"mit"%s},"tags":["license:mit"],
       "siblings":[{"rfilename":"config.json","size":2,"blobId":"%s"},
                   {"rfilename":"model.safetensors","size":9,"blobId":"%s",
                    "lfs":{"sha256":"%s","size":9,"pointerSize":126}}]}
      """;

  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

  private SourceReport assess(String card) throws IOException {
    Map<String, String> answers = new TreeMap<>();
    String model = MODEL.formatted(SHA, card, SHA, SHA, "b".repeat(64));
    answers.put("/api/models/ada/known/revision/main", model);
    answers.put("/api/models/big/base", model.replace("ada/known", "big/base"));
    answers.put(
        "/api/models/ada/known/commits/" + SHA, "[{\"id\":\"" + SHA + "\",\"title\":\"x\"}]");
    answers.put("/api/models/ada/known/discussions", "{\"discussions\":[]}");
    answers.put("/api/users/ada/overview", "{\"_id\":\"5e\",\"fullname\":\"Ada\"}");
    answers.put("/api/models", "[" + model + "]");
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            String answer = answers.get(path);
            byte[] body =
                (answer == null ? "{\"error\":\"no\"}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      try (var hub = new HttpUpstream(HttpUpstreamOptions.of("hub", address))) {
        Upstream.Described told = hub.describe(new ModelId("ada", "known"), "main");
        return new SourceVetting(NameIndex.standard(), OnRecord.NOTHING, Clock.systemUTC())
            .assess(Subject.told(hub, told.model(), told.files()));
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void theSourceOfAKnownRepositoryTakesSixRequestsAtMost() throws IOException {
    SourceReport report = assess("");

    assertThat(asked).hasSize(6); // a person's, for whom the organisation is asked for in vain
    assertThat(report.fact("unanswered")).isEmpty();
    assertThat(report.findings()).isEmpty();
    assertThat(report.loadings()).isNotEmpty();
  }

  @Test
  void eachBaseModelTakesOneMore() throws IOException {
    SourceReport report = assess(",\"base_model\":[\"big/base\",\"big/gone\"]");

    assertThat(asked).hasSize(8);
    assertThat(report.findings())
        .extracting(finding -> finding.rule())
        .isEqualTo(List.of("source/base-unknown"));
  }
}
