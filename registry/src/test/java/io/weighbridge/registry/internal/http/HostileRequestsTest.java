package io.weighbridge.registry.internal.http;

import static io.weighbridge.registry.internal.http.TestServer.header;
import static io.weighbridge.registry.internal.http.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.internal.gate.Answer;
import io.weighbridge.registry.internal.gate.Asker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed and lying requests, on raw sockets where a client library would not send them. */
class HostileRequestsTest {
  private FakeGate gate;
  private TestServer server;
  private Path folder;

  @BeforeEach
  void start(@TempDir Path folder) {
    this.folder = folder;
    gate = new FakeGate(folder);
    gate.serve("org/tiny", Map.of("config.json", new byte[3]));
    server = new TestServer(gate, true);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/models/org/tiny/revision/%",
        "/api/models/org/tiny/revision/%4",
        "/api/models/org/tiny/revision/%zz",
        "/api/models/org/tiny/revision/%ff",
        "/api/models/org/tiny/revision/%c0%af",
        "/api/models/org/tiny/revision/a%00b",
        "/api/models/org/tiny/revision/a%0d%0aX-Injected:%20yes",
        "/org/tiny/resolve/main/../../../etc/passwd%00",
        "/api/models?search=%ff",
        "/api/models?search=%0d%0a",
      })
  void malformedAddressesAreRefused(String target) {
    String answer = server.rawGet(target, "Host: localhost");
    assertThat(status(answer)).isEqualTo(400);
    assertThat(answer).doesNotContain("X-Injected: yes").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nBad\u0000Name: x\r\n\r\n",
        "POST /api/models/org/tiny/paths-info/main HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /api/models/org/tiny/paths-info/main HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
      })
  void requestsThatTwoServersMightReadDifferentlyAreRefused(String request) {
    String answer = server.raw(request);
    assertThat(status(answer)).isBetween(400, 505);
    assertThat(answer).doesNotContain("jetty").doesNotContain("Exception");
  }

  @Test
  void tooLongAddressesAndHeadersAreRefused() {
    assertThat(status(server.rawGet("/" + "a".repeat(9000), "Host: localhost"))).isEqualTo(414);
    assertThat(status(server.rawGet("/", "Host: localhost", "X-Long: " + "a".repeat(20_000))))
        .isEqualTo(431);
    String parameters = "a=1&".repeat(300);
    assertThat(status(server.rawGet("/api/models?" + parameters, "Host: localhost")))
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "localhost@evil",
        "0"
      })
  void otherNamesAreNotAnsweredTo(String host) {
    String answer = server.rawGet("/api/models/org/tiny", "Host: " + host);
    assertThat(status(answer)).isIn(400, 421);
    assertThat(answer).doesNotContain("siblings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080", "localhost."})
  void loopbackNamesAre(String host) {
    assertThat(status(server.rawGet("/api/models/org/tiny", "Host: " + host))).isEqualTo(200);
  }

  @Test
  void textFromStrangersCannotAddHeadersOrLines() {
    String hostile = "no\r\nX-Injected: yes\u202e\u0000\u001b[31m caf\u00e9 \ud83d\ude00";
    gate.answer("org/bad", new Answer.Refused(hostile, false, false, Optional.empty()));
    String answer = server.rawGet("/api/models/org/bad", "Host: localhost");
    String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    assertThat(head.lines()).noneMatch(line -> line.startsWith("X-Injected"));
    assertThat(head).isASCII().contains("X-Error-Message: no X-Injected: yes???[31m caf? ?");
    assertThat(HeaderText.line("x".repeat(2000))).hasSize(500).endsWith("...");
  }

  @Test
  void hostileFileNamesStayWithinTheirHeader() {
    gate.serve("org/odd", Map.of("a\";evil=\u20ac x.txt", new byte[1]));
    HttpResponse<byte[]> answer = server.get("/org/odd/resolve/main/a%22;evil=%E2%82%AC%20x.txt");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Disposition"))
        .isEqualTo(
            "inline; filename*=UTF-8''a%22%3Bevil%3D%E2%82%AC%20x.txt;"
                + " filename=\"a_;evil=_ x.txt\";");
  }

  @Test
  void failuresTellNothingOfTheInside() {
    var broken =
        new FakeGate(folder) {
          @Override
          public Answer ask(ModelId id, String revision, Asker asker, Duration patience) {
            throw new IllegalStateException("/secret/path at com.example.Inside");
          }
        };
    try (var failing = new TestServer(broken, true)) {
      HttpResponse<byte[]> answer = failing.get("/api/models/org/tiny");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(text(answer)).contains(header(answer, "X-Request-Id")).doesNotContain("secret");
    }
  }

  @Test
  void forwardedHeadersCountOnlyFromConfiguredProxies() {
    var files = new java.util.TreeMap<String, byte[]>();
    for (int i = 0; i < 1001; i++) {
      files.put("f%04d".formatted(i), new byte[1]);
    }
    gate.serve("org/many", files);
    String[] forwarded = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "models.example"};
    String path = "/api/models/org/many/tree/main";
    assertThat(header(server.get(path, forwarded), "Link")).startsWith("<" + server.url());
    var settings =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            List.of("models.example"),
            List.of(),
            List.of(AddressRange.parse("127.0.0.0/8")));
    try (var behind = new TestServer(gate, true, settings)) {
      assertThat(header(behind.get(path, forwarded), "Link"))
          .startsWith("<https://models.example/api/models/");
    }
  }

  @Test
  void thePublicAddressGoesIntoLinksAndItsPathIsTakenOff() {
    var settings =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.of(URI.create("https://hub.example/repository/hf/")),
            List.of(),
            List.of(),
            List.of());
    try (var prefixed = new TestServer(gate, true, settings)) {
      assertThat(prefixed.get("/repository/hf/api/models/org/tiny").statusCode()).isEqualTo(200);
      assertThat(header(prefixed.get("/org/tiny"), "Location"))
          .startsWith("/repository/hf/console/");
    }
  }

  @Test
  void noOtherSiteMayReadUnlessConfigured() {
    HttpResponse<byte[]> closed =
        server.get("/api/models/org/tiny", "Origin", "https://evil.example");
    assertThat(header(closed, "Access-Control-Allow-Origin")).isEmpty();
    assertThat(
            server
                .send("OPTIONS", "/org/tiny", Optional.empty(), "Origin", "https://evil.example")
                .statusCode())
        .isEqualTo(403);
    var settings =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            List.of(),
            List.of("https://app.example"),
            List.of());
    try (var shared = new TestServer(gate, true, settings)) {
      HttpResponse<byte[]> known =
          shared.get("/api/models/org/tiny", "Origin", "https://app.example");
      assertThat(header(known, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
      HttpResponse<byte[]> other =
          shared.get("/api/models/org/tiny", "Origin", "https://evil.example");
      assertThat(header(other, "Access-Control-Allow-Origin")).isEmpty();
    }
  }
}
