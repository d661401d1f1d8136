package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.internal.access.Access;
import io.weighbridge.registry.internal.access.Role;
import io.weighbridge.registry.internal.access.Tokens;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.metrics.RegistryMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The HTTP surface over a fake gate, on a real socket, with a client. */
public final class TestServer implements AutoCloseable {
  final Tokens tokens = new Tokens(new MemoryTokens(), Clock.systemUTC());
  public final String reader = tokens.make("rita", Role.READER).token();
  public final String otherReader = tokens.make("rob", Role.READER).token();
  public final String reviewer = tokens.make("ravi", Role.REVIEWER).token();
  public final String admin = tokens.make("ada", Role.ADMIN).token();

  private final HttpFront front;
  private final HttpClient client = HttpClient.newHttpClient();

  public TestServer(Gate gate, boolean open) {
    this(gate, open, HttpSettings.loopback(0));
  }

  TestServer(Gate gate, boolean open, HttpSettings settings) {
    this.front =
        HttpFront.start(
            settings, gate, tokens, new Access(tokens, open), new RegistryMetrics(), new NoPages());
  }

  private record NoPages() implements Pages {
    @Override
    public Reply answer(String path, HttpCall call) {
      return Reply.text(200, "page " + path);
    }

    @Override
    public String modelPage(ModelId id) {
      return "/console/models/" + id;
    }
  }

  String url() {
    return "http://127.0.0.1:" + front.port();
  }

  public HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", path, Optional.empty(), headers);
  }

  HttpResponse<byte[]> head(String path, String... headers) {
    return send("HEAD", path, Optional.empty(), headers);
  }

  public HttpResponse<byte[]> post(String path, String body, String... headers) {
    return send("POST", path, Optional.of(body), headers);
  }

  HttpResponse<byte[]> send(String method, String path, Optional<String> body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .method(
                method,
                body.map(HttpRequest.BodyPublishers::ofString)
                    .orElse(HttpRequest.BodyPublishers.noBody()));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends bytes as they are and reads until the server closes. */
  String raw(String request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A raw GET that asks to close, with further header lines. */
  String rawGet(String target, String... lines) {
    return raw(
        "GET "
            + target
            + " HTTP/1.1\r\nConnection: close\r\n"
            + String.join("", java.util.Arrays.stream(lines).map(line -> line + "\r\n").toList())
            + "\r\n");
  }

  public static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  public static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  public static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  static Map<String, String> none() {
    return Map.of();
  }

  @Override
  public void close() {
    client.close();
    front.close();
  }
}
