package io.weighbridge.hub.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.Proxies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which machine a request really goes to: rebinding names, proxies, and what they may not do. */
class WireRouteTest {
  private static final String TOKEN = "hf_" + "s3cret".repeat(6);

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;

  /**
   * Answers whatever it is asked, as a hub or as a proxy for plain http, and keeps no line open.
   */
  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext(
        "/",
        exchange -> {
          seen.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getResponseHeaders().set("Connection", "close");
          byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static Wire wire(HttpUpstreamOptions options, GuardedDns.Lookup lookup) {
    return new Wire(options, lookup, time -> {});
  }

  private static int get(Wire wire, String uri) {
    try (Answer answer = wire.send(wire.ask(URI.create(uri)))) {
      return answer.status();
    }
  }

  private static void refused(Wire wire, String uri, String words) {
    assertThatThrownBy(() -> get(wire, uri))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_ANSWER))
        .hasMessageContaining(words);
  }

  @Test
  void aNameThatMovesInsideIsNotFollowedByTheNextConnection() {
    String url = "http://localhost:" + port() + "/";
    Queue<String> addresses =
        new ConcurrentLinkedQueue<>(List.of("127.0.0.1", "127.0.0.1", "10.0.0.1"));
    GuardedDns.Lookup rebinding =
        host -> new InetAddress[] {InetAddress.ofLiteral(String.valueOf(addresses.poll()))};
    try (var wire = wire(HttpUpstreamOptions.of("hub", URI.create(url)), rebinding)) {
      assertThat(get(wire, url)).isEqualTo(200);
      refused(wire, url, "localhost leads to 10.0.0.1");
    }
    assertThat(seen).hasSize(1);
    assertThat(addresses).as("asked at each connection").isEmpty();
  }

  private HttpUpstreamOptions behindProxy(String endpoint) {
    return HttpUpstreamOptions.of("hub", URI.create(endpoint))
        .withToken(TOKEN)
        .withProxies(Proxies.always("http://ann:pw@127.0.0.1:" + port()));
  }

  /** Knows the proxy and some names of the inside; the world's names are the proxy's business. */
  private static InetAddress[] inside(String host) throws UnknownHostException {
    return switch (host) {
      case "127.0.0.1" -> new InetAddress[] {InetAddress.getLoopbackAddress()};
      case "metadata.internal" -> new InetAddress[] {InetAddress.ofLiteral("169.254.169.254")};
      default -> {
        if (host.matches("[0-9.]+|.*:.*")) {
          yield new InetAddress[] {InetAddress.ofLiteral(host)};
        }
        throw new UnknownHostException(host);
      }
    };
  }

  @Test
  void plainHttpGoesThroughTheProxyWithTheWholeAddress() {
    try (var wire = wire(behindProxy("http://hub.example"), WireRouteTest::inside)) {
      assertThat(get(wire, "http://hub.example/api/x")).isEqualTo(200);
    }
    assertThat(seen).containsExactly("http://hub.example/api/x Bearer " + TOKEN);
  }

  @Test
  void theProxyIsAskedForNothingInsideAndNotForItself() {
    try (var wire = wire(behindProxy("https://hub.example"), WireRouteTest::inside)) {
      refused(wire, "https://10.0.0.1/x", "10.0.0.1");
      refused(wire, "https://169.254.169.254/latest/", "169.254.169.254");
      refused(wire, "https://metadata.internal/x", "leads to 169.254.169.254");
      refused(wire, "https://[fe80::1]/x", "fe80");
      refused(wire, "https://127.0.0.1:" + port() + "/x", "the proxy itself");
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void theProxyIsAskedForNoAddressThatItMayReadOtherwise() {
    GuardedDns.Lookup knowsNothing =
        host -> {
          throw new UnknownHostException(host);
        };
    try (var wire = wire(behindProxy("https://hub.example"), knowsNothing)) {
      // 177.0.0.1 here, 127.0.0.1 to who reads octal
      refused(wire, "https://0177.0.0.1/x", "0177.0.0.1 is an address in a form");
      refused(wire, "https://0x7f000001/x", "0x7f000001 is an address in a form");
      refused(wire, "https://127.1/x", "an address without a host");
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void httpsIsATunnelWhoseProxySeesNeitherTokenNorPath() throws Exception {
    var heads = new ConcurrentLinkedQueue<String>();
    try (var proxy = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuseTunnels(proxy, heads));
      var options =
          HttpUpstreamOptions.of("hub", URI.create("https://hub.example"))
              .withToken(TOKEN)
              .withProxies(Proxies.always("http://ann:pw@127.0.0.1:" + proxy.getLocalPort()));
      try (var wire = wire(options, WireRouteTest::inside)) {
        assertThatThrownBy(() -> get(wire, "https://hub.example/api/secret-path"))
            .isInstanceOfSatisfying(
                HubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
            .hasMessage("the proxy refuses a tunnel to hub.example (403)");
      }
    }
    assertThat(heads).hasSize(2);
    assertThat(heads)
        .allSatisfy(
            head ->
                assertThat(head)
                    .startsWith("CONNECT hub.example:443 HTTP/1.1")
                    .doesNotContain("s3cret")
                    .doesNotContain("secret-path"));
    // "ann:pw", once the proxy asked for it.
    assertThat(String.valueOf(heads.peek())).doesNotContain("Proxy-Authorization");
    assertThat(heads.stream().reduce((first, last) -> last).orElseThrow())
        .contains("Proxy-Authorization: Basic YW5uOnB3");
  }

  /** Asks for a password first, and then refuses. */
  private static void refuseTunnels(ServerSocket proxy, Queue<String> heads) {
    while (true) {
      try (Socket socket = proxy.accept()) {
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        while (true) {
          var head = new StringBuilder();
          String line = in.readLine();
          while (line != null && !line.isEmpty()) {
            head.append(line).append('\n');
            line = in.readLine();
          }
          if (line == null) {
            break;
          }
          heads.add(head.toString());
          String answer =
              heads.size() == 1
                  ? "407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0"
                  : "403 No\r\nContent-Length: 0";
          socket
              .getOutputStream()
              .write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        return; // closed by the test
      }
    }
  }
}
