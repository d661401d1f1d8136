package io.weighbridge.cli.internal.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weighbridge.hub.Commit;
import io.weighbridge.hub.FolderUpstream;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubWire;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A public hub on loopback that hosts both models, for the gate to stand before. It speaks the read
 * side of the Hub's contract over a folder; what it says about publishers is {@link HubFacts}.
 */
final class AttackersHub implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FolderUpstream folder;
  private final HubFacts facts;

  private AttackersHub(HttpServer server, FolderUpstream folder, HubFacts facts) {
    this.server = server;
    this.folder = folder;
    this.facts = facts;
  }

  /** Serves {@code models} on a free port of loopback. */
  static AttackersHub start(Path models, Instant now) throws IOException {
    var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    var hub =
        new AttackersHub(
            HttpServer.create(address, 0), new FolderUpstream("folder", models), new HubFacts(now));
    hub.server.setExecutor(hub.threads);
    hub.server.createContext("/", hub::handle);
    hub.server.start();
    return hub;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        route(exchange);
      } catch (HubException e) {
        missing(
            exchange,
            switch (e.kind()) {
              case REVISION_NOT_FOUND -> "RevisionNotFound";
              case ENTRY_NOT_FOUND -> "EntryNotFound";
              default -> "RepoNotFound";
            },
            String.valueOf(e.getMessage()));
      }
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    List<String> path =
        Arrays.stream(exchange.getRequestURI().getRawPath().substring(1).split("/"))
            .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    if (path.getFirst().equals("api") && path.size() > 1) {
      api(exchange, path.subList(1, path.size()));
    } else if (path.size() >= 5 && path.get(2).equals("resolve")) {
      resolve(exchange, path);
    } else {
      missing(exchange, "RepoNotFound", "no such page");
    }
  }

  private void api(HttpExchange exchange, List<String> path) throws IOException {
    switch (path.getFirst()) {
      case "organizations" -> {
        var overview = facts.overview(path.size() > 1 ? path.get(1) : "");
        if (overview.isPresent()) {
          json(exchange, overview.get());
        } else {
          missing(exchange, "RepoNotFound", "no such organization");
        }
      }
      case "models" -> {
        if (path.size() < 3) {
          search(exchange);
        } else {
          model(exchange, path);
        }
      }
      default -> missing(exchange, "RepoNotFound", "no such page");
    }
  }

  private void search(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    List<Json.Obj> found =
        HubFacts.models().stream()
            .filter(id -> !query.contains("author=") || query.contains("author=" + id.namespace()))
            .map(id -> HubWire.entry(facts.tell(folder.model(id, ""))))
            .toList();
    json(exchange, Json.array(found));
  }

  /** {@code /api/models/NAMESPACE/NAME[/WHAT[/REVISION]]}. */
  private void model(HttpExchange exchange, List<String> path) throws IOException {
    ModelId id = id(path.get(1), path.get(2));
    String what = path.size() > 3 ? path.get(3) : "revision";
    String revision = path.size() > 4 ? path.get(4) : "main";
    ModelInfo info = facts.tell(folder.model(id, revision));
    List<RepoFile> files = folder.tree(info.id(), info.commit());
    switch (what) {
      case "revision" -> json(exchange, HubWire.model(info, files, true));
      case "tree" -> json(exchange, Json.array(HubWire.tree(files, "", true)));
      case "refs" -> json(exchange, HubWire.refs(folder.refs(info.id())));
      case "commits" -> json(exchange, HubWire.commits(List.of(commit(info))));
      case "discussions" ->
          json(
              exchange,
              Json.object().put("discussions", Json.array(List.of())).put("count", 0).build());
      default -> missing(exchange, "EntryNotFound", "no such page");
    }
  }

  private static Commit commit(ModelInfo info) {
    return new Commit(
        info.commit(), "Upload model", "", List.of(info.id().namespace()), info.lastModified());
  }

  private void resolve(HttpExchange exchange, List<String> path) throws IOException {
    ModelInfo info = folder.model(id(path.get(0), path.get(1)), path.get(3));
    String name = String.join("/", path.subList(4, path.size()));
    RepoFile file =
        folder.tree(info.id(), info.commit()).stream()
            .filter(candidate -> candidate.path().text().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new HubException(HubException.Kind.ENTRY_NOT_FOUND, "no file " + name));
    ByteRange range = ByteRange.of(exchange.getRequestHeaders().getFirst("Range"), file.size());
    var headers = exchange.getResponseHeaders();
    headers.set("X-Repo-Commit", info.commit().hex());
    headers.set("ETag", '"' + file.etag() + '"');
    headers.set("X-Linked-Etag", '"' + file.etag() + '"');
    headers.set("X-Linked-Size", Long.toString(file.size()));
    headers.set("Accept-Ranges", "bytes");
    headers.set("Content-Type", "application/octet-stream");
    if (range.partial()) {
      headers.set("Content-Range", range.header(file.size()));
    }
    int status = range.partial() ? 206 : 200;
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Long.toString(range.length()));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, range.length() == 0 ? -1 : range.length());
    try (InputStream in = folder.stream(info.id(), info.commit(), file, range.from())) {
      exchange.getResponseBody().write(in.readNBytes(Math.toIntExact(range.length())));
    }
  }

  private static ModelId id(String namespace, String name) {
    return ModelId.parse(namespace + "/" + name)
        .orElseThrow(() -> new HubException(HubException.Kind.REPO_NOT_FOUND, "no such model"));
  }

  private static void json(HttpExchange exchange, Json body) throws IOException {
    send(exchange, 200, body);
  }

  private static void missing(HttpExchange exchange, String code, String text) throws IOException {
    exchange.getResponseHeaders().set("X-Error-Code", code);
    exchange.getResponseHeaders().set("X-Error-Message", text);
    send(exchange, 404, Json.object().put("error", text).build());
  }

  private static void send(HttpExchange exchange, int status, Json body) throws IOException {
    byte[] bytes = body.write().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
