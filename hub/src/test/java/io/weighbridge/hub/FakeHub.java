package io.weighbridge.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Hub on loopback that serves another upstream's models honestly, except where a test puts its
 * own behaviour in front ({@link #when}). Large files are redirected to {@code /cdn/}, as the Hub
 * does.
 */
final class FakeHub implements AutoCloseable {
  private static final Pattern API =
      Pattern.compile(
          "/api/models/((?:[^/]+/)??[^/]+?)(?:/(revision|tree|refs|commits)(?:/(.+))?)?");
  private static final Pattern FILE = Pattern.compile("/((?:[^/]+/)?[^/]+)/resolve/([^/]+)/(.+)");
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");

  /** A request as it arrived. */
  record Seen(String path, Map<String, List<String>> headers) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }
  }

  /** What a test answers instead; false passes the request on. */
  interface Behaviour {
    boolean answer(HttpExchange exchange) throws IOException;
  }

  private record Rule(String part, Behaviour behaviour) {}

  private final Upstream models;
  private final HttpServer server;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  final List<Seen> seen = new CopyOnWriteArrayList<>();
  boolean redirectLargeFiles = true;

  FakeHub(Upstream models) throws IOException {
    this.models = models;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** For requests whose path and query contain that part; the latest rule is asked first. */
  void when(String part, Behaviour behaviour) {
    rules.addFirst(new Rule(part, behaviour));
  }

  List<Seen> seen(String part) {
    return seen.stream().filter(request -> request.path().contains(part)).toList();
  }

  static boolean send(HttpExchange exchange, int status, String body, String... headers)
      throws IOException {
    return send(exchange, status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  static boolean send(HttpExchange exchange, int status, byte[] body, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    return true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    seen.add(new Seen(path, Map.copyOf(exchange.getRequestHeaders())));
    for (Rule rule : rules) {
      if (path.contains(rule.part()) && rule.behaviour().answer(exchange)) {
        return;
      }
    }
    try {
      serve(exchange);
    } catch (HubException e) {
      String code =
          switch (e.kind()) {
            case REPO_NOT_FOUND -> "RepoNotFound";
            case REVISION_NOT_FOUND -> "RevisionNotFound";
            default -> "EntryNotFound";
          };
      send(
          exchange,
          404,
          "{}",
          "X-Error-Code",
          code,
          "X-Error-Message",
          String.valueOf(e.getMessage()));
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    String raw = exchange.getRequestURI().getRawPath();
    Matcher api = API.matcher(raw);
    Matcher file = FILE.matcher(raw);
    if (raw.startsWith("/cdn/")) {
      String[] parts = decoded(raw.substring(5)).split("!", 3);
      ModelId id = ModelId.parse(parts[0]).orElseThrow();
      file(exchange, id, new CommitId(parts[1]), parts[2], "cdn-tag");
    } else if (file.matches()) {
      ModelId id = ModelId.parse(file.group(1)).orElseThrow();
      resolve(exchange, id, decoded(file.group(2)), decoded(file.group(3)));
    } else if (api.matches()) {
      boolean blobs = exchange.getRequestURI().toString().contains("blobs=true");
      send(exchange, 200, api(api, blobs).write(), "Content-Type", "application/json");
    } else {
      send(exchange, 404, "{\"error\":\"no such route\"}");
    }
  }

  private Json api(Matcher api, boolean blobs) {
    ModelId id =
        ModelId.parse(api.group(1))
            .orElseThrow(() -> new HubException(HubException.Kind.REPO_NOT_FOUND, "no such id"));
    String rest = api.group(3) == null ? "" : decoded(api.group(3));
    return switch (api.group(2) == null ? "" : api.group(2)) {
      case "tree" -> Json.array(HubWire.tree(models.tree(id, new CommitId(rest)), "", true));
      case "refs" -> HubWire.refs(models.refs(id));
      case "commits" -> HubWire.commits(models.commits(id, new CommitId(rest), 10));
      default -> {
        ModelInfo info = models.model(id, rest);
        yield HubWire.model(info, models.tree(id, info.commit()), blobs);
      }
    };
  }

  private void resolve(HttpExchange exchange, ModelId id, String commit, String path)
      throws IOException {
    RepoFile file = listed(id, new CommitId(commit), path);
    exchange.getResponseHeaders().set("X-Repo-Commit", commit);
    if (file.large() && redirectLargeFiles) {
      exchange.getResponseHeaders().set("X-Linked-Size", Long.toString(file.size()));
      exchange.getResponseHeaders().set("X-Linked-Etag", '"' + file.etag() + '"');
      send(exchange, 302, "", "Location", "/cdn/" + id + "!" + commit + "!" + path);
    } else {
      file(exchange, id, new CommitId(commit), path, file.etag());
    }
  }

  private RepoFile listed(ModelId id, CommitId commit, String path) {
    return models.tree(id, commit).stream()
        .filter(file -> file.path().text().equals(path))
        .findFirst()
        .orElseThrow(() -> new HubException(HubException.Kind.ENTRY_NOT_FOUND, path));
  }

  private void file(HttpExchange exchange, ModelId id, CommitId commit, String path, String etag)
      throws IOException {
    try (var content = models.open(id, commit, listed(id, commit, path))) {
      exchange.getResponseHeaders().set("ETag", '"' + etag + '"');
      String asked = exchange.getRequestHeaders().getFirst("Range");
      Matcher range = RANGE.matcher(asked == null ? "" : asked);
      long first = range.matches() ? Long.parseLong(range.group(1)) : 0;
      long last = content.size() - 1;
      if (range.matches() && !range.group(2).isEmpty()) {
        last = Math.min(last, Long.parseLong(range.group(2)));
      }
      byte[] bytes = new byte[(int) (last - first + 1)];
      content.read(first, ByteBuffer.wrap(bytes));
      if (range.matches()) {
        String told = "bytes " + first + "-" + last + "/" + content.size();
        send(exchange, 206, bytes, "Content-Range", told);
      } else {
        send(exchange, 200, bytes);
      }
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
