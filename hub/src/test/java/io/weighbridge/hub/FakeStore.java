package io.weighbridge.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weighbridge.content.Content;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that answers routes by their text, with ranges; what a test needs of one.
 */
final class FakeStore implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

  /** A request as it arrived; {@code target} is path and query, undecoded. */
  record Seen(String method, String target, Map<String, List<String>> headers) {
    @Nullable String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? null : values.getFirst();
    }
  }

  /** Answers a request. */
  interface Route {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Map<String, Route> routes = new TreeMap<>();
  final List<Seen> seen = new CopyOnWriteArrayList<>();
  final AtomicLong sent = new AtomicLong();

  FakeStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url() {
    return "http://" + host();
  }

  /** For that exact target. */
  FakeStore at(String target, Route route) {
    routes.put(target, route);
    return this;
  }

  FakeStore text(String target, String body) {
    return at(target, exchange -> reply(exchange, 200, body));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString();
      seen.add(
          new Seen(exchange.getRequestMethod(), target, Map.copyOf(exchange.getRequestHeaders())));
      Route route = routes.get(target);
      if (route == null) {
        reply(exchange, 404, "{\"message\": \"no " + target + "\"}");
      } else {
        route.answer(exchange);
      }
    }
  }

  static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** The bytes, or the range that is asked for. */
  void bytes(HttpExchange exchange, Content content) throws IOException {
    Matcher range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
    long first = 0;
    long last = content.size() - 1;
    boolean part = range.matches();
    if (part) {
      first = Long.parseLong(range.group(1));
      last = Math.min(last, Long.parseLong(range.group(2)));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + first + "-" + last + "/" + content.size());
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(content.size()));
    }
    exchange.sendResponseHeaders(part ? 206 : 200, head ? -1 : last - first + 1);
    var buffer = ByteBuffer.allocate(64 << 10);
    for (long at = first; !head && at <= last; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), last - at + 1));
      int count = content.read(at, buffer);
      exchange.getResponseBody().write(buffer.array(), 0, count);
      sent.addAndGet(count);
      at += count;
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
