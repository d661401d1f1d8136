package io.weighbridge.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hub on loopback that serves models from memory, honestly but for what a model's script answers
 * instead. Weights are redirected to a store on another origin, as the Hub does.
 */
final class ScriptedHub implements AutoCloseable {
  static final String COMMIT = "c".repeat(40);
  private static final Pattern API =
      Pattern.compile("/api/models/([^/]+/[^/]+)(?:/(revision|tree|refs|commits))?(?:/.*)?");
  private static final Pattern CHECK = Pattern.compile("/api/models/([^/]+/[^/]+)/auth-check");
  private static final Pattern FILE = Pattern.compile("/([^/]+/[^/]+)/resolve/[^/]+/(.+)");
  private static final Pattern STORE = Pattern.compile("/store/([^/]+/[^/]+)/(.+)");
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");

  /** What a model's upstream answers instead of the truth; false leaves it to the truth. */
  interface Script {
    Script HONEST = request -> false;

    boolean answers(Request request) throws IOException;
  }

  /** Which route was asked. */
  enum Kind {
    MODEL,
    TREE,
    REFS,
    RESOLVE,
    STORE,
    OTHER
  }

  /**
   * Files as announced, and the script.
   *
   * @param announced the bytes whose sizes and digests the listing tells
   */
  private record Model(Map<String, byte[]> announced, Script script) {}

  private final Map<String, Model> models = new ConcurrentHashMap<>();
  private final Map<String, List<String>> gated = new ConcurrentHashMap<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final List<String> hubTokens = new CopyOnWriteArrayList<>();
  private final HttpServer hub;
  private final HttpServer store;

  ScriptedHub() throws IOException {
    hub = start(this::hub);
    store = start(this::store);
  }

  private static HttpServer start(com.sun.net.httpserver.HttpHandler handler) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 256);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", handler);
    server.start();
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  void publish(String model, Map<String, byte[]> announced, Script script) {
    models.put(model, new Model(Map.copyOf(announced), script));
  }

  /** Gates a model: only these tokens are let in. */
  void gate(String model, String... letIn) {
    gated.put(model, List.of(letIn));
  }

  /** Authorization headers that the hub itself received. */
  List<String> tokensAtTheHub() {
    return List.copyOf(hubTokens);
  }

  /** Authorization headers that the store received: there must be none. */
  List<String> tokensAtTheStore() {
    return List.copyOf(tokens);
  }

  /** One request on its way to an answer. */
  record Request(HttpExchange exchange, Kind kind, String model, String path, String store) {

    /** First and last byte asked for; last is -1 when the range is open. */
    Optional<long[]> range() {
      String asked = exchange.getRequestHeaders().getFirst("Range");
      Matcher range = RANGE.matcher(asked == null ? "" : asked);
      return range.matches()
          ? Optional.of(
              new long[] {
                Long.parseLong(range.group(1)),
                range.group(2).isEmpty() ? -1 : Long.parseLong(range.group(2))
              })
          : Optional.empty();
    }

    /** Whether only a part is wanted, as for a look at the header. */
    boolean isPartOf(long size) {
      return range().filter(range -> range[1] >= 0 && range[1] < size - 1).isPresent()
          || range().filter(range -> range[0] > 0).isPresent();
    }

    boolean send(int status, byte[] body, String... headers) throws IOException {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
      return true;
    }

    boolean json(String text) throws IOException {
      return send(200, text.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
    }

    boolean redirect(String to) throws IOException {
      return send(302, new byte[0], "Location", to);
    }

    /** Those bytes, or the range of them that was asked for. */
    boolean serve(byte[] bytes, String etag) throws IOException {
      long first = range().map(range -> range[0]).orElse(0L);
      long last =
          range()
              .map(range -> range[1])
              .filter(end -> end >= 0)
              .map(end -> Math.min(end, bytes.length - 1))
              .orElse((long) bytes.length - 1);
      exchange.getResponseHeaders().set("ETag", '"' + etag + '"');
      if (range().isEmpty()) {
        return send(200, bytes);
      }
      return send(
          206,
          Arrays.copyOfRange(bytes, (int) first, (int) last + 1),
          "Content-Range",
          "bytes " + first + "-" + last + "/" + bytes.length);
    }
  }

  private void hub(HttpExchange exchange) throws IOException {
    List<String> bearers = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
    hubTokens.addAll(bearers);
    String raw = decoded(exchange.getRequestURI().getRawPath());
    Matcher api = API.matcher(raw);
    Matcher file = FILE.matcher(raw);
    Matcher check = CHECK.matcher(raw);
    if (check.matches()) {
      boolean open =
          gated.getOrDefault(check.group(1), List.of()).stream()
              .anyMatch(token -> bearers.contains("Bearer " + token));
      request(exchange, Kind.OTHER, check.group(1), "")
          .send(open ? 200 : 403, new byte[0], open ? "X-Ok" : "X-Error-Code", "GatedRepo");
    } else if (file.matches()) {
      answer(request(exchange, Kind.RESOLVE, file.group(1), file.group(2)));
    } else if (api.matches()) {
      Kind kind =
          switch (api.group(2) == null ? "revision" : api.group(2)) {
            case "revision" -> Kind.MODEL;
            case "tree" -> Kind.TREE;
            case "refs" -> Kind.REFS;
            default -> Kind.OTHER;
          };
      answer(request(exchange, kind, api.group(1), ""));
    } else {
      answer(request(exchange, Kind.OTHER, raw, ""));
    }
  }

  private void store(HttpExchange exchange) throws IOException {
    tokens.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
    Matcher file = STORE.matcher(decoded(exchange.getRequestURI().getRawPath()));
    answer(
        file.matches()
            ? request(exchange, Kind.STORE, file.group(1), file.group(2))
            : request(exchange, Kind.OTHER, "", ""));
  }

  private Request request(HttpExchange exchange, Kind kind, String model, String path) {
    String origin = "http://127.0.0.1:" + store.getAddress().getPort();
    return new Request(exchange, kind, model, path, origin);
  }

  private void answer(Request request) throws IOException {
    Model model = models.get(request.model());
    if (model == null) {
      request.send(404, new byte[0], "X-Error-Code", "RepoNotFound");
    } else if (!model.script().answers(request)) {
      honest(request, model);
    }
  }

  private void honest(Request request, Model model) throws IOException {
    byte[] bytes = model.announced().get(request.path());
    switch (request.kind()) {
      case MODEL ->
          request.json(
              gated.containsKey(request.model())
                  ? info(request.model())
                      .write()
                      .replace("\"private\"", "\"gated\":\"auto\",\"private\"")
                  : info(request.model()).write());
      case TREE -> request.json(tree(model.announced()).write());
      case REFS ->
          request.json(
              """
              {"branches":[{"name":"main","ref":"refs/heads/main","targetCommit":"%s"}],"tags":[]}"""
                  .formatted(COMMIT));
      case RESOLVE, STORE -> {
        if (bytes == null) {
          request.send(404, new byte[0], "X-Error-Code", "EntryNotFound");
        } else if (request.kind() == Kind.RESOLVE && isLarge(bytes)) {
          request.send(
              302,
              new byte[0],
              "Location",
              request.store() + "/store/" + request.model() + "/" + request.path(),
              "X-Repo-Commit",
              COMMIT,
              "X-Linked-Size",
              Integer.toString(bytes.length),
              "X-Linked-Etag",
              '"' + sha256(bytes) + '"');
        } else {
          request.exchange().getResponseHeaders().set("X-Repo-Commit", COMMIT);
          request.serve(bytes, isLarge(bytes) ? "store-tag" : gitOid(bytes));
        }
      }
      case OTHER -> request.send(404, new byte[0], "X-Error-Code", "EntryNotFound");
    }
  }

  static boolean isLarge(byte[] bytes) {
    return bytes.length > 64 << 10;
  }

  static Json info(String model) {
    return Json.object()
        .put("id", model)
        .put("modelId", model)
        .put("sha", COMMIT)
        .put("private", false)
        .put("createdAt", "2024-01-02T03:04:05.000Z")
        .put("cardData", Json.object().put("license", "mit").build())
        .build();
  }

  static Json tree(Map<String, byte[]> files) {
    var entries = new ArrayList<Json>();
    files.forEach((path, bytes) -> entries.add(entry(path, bytes)));
    return Json.array(entries);
  }

  static Json entry(String path, byte[] bytes) {
    Json.ObjBuilder entry =
        Json.object()
            .put("type", "file")
            .put("path", path)
            .put("size", (long) bytes.length)
            .put("oid", gitOid(bytes));
    if (isLarge(bytes)) {
      entry.put(
          "lfs",
          Json.object()
              .put("oid", sha256(bytes))
              .put("size", (long) bytes.length)
              .put("pointerSize", 130L)
              .build());
    }
    return entry.build();
  }

  static String sha256(byte[] bytes) {
    return digest("SHA-256", bytes);
  }

  private static String gitOid(byte[] bytes) {
    byte[] head = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + bytes.length);
    System.arraycopy(bytes, 0, all, head.length, bytes.length);
    return digest("SHA-1", all);
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
  }
}
