package io.weighbridge.acceptance;

import io.weighbridge.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The reference fake hub as an upstream: large files by redirect, request log, fault rules. */
final class Recorder implements AutoCloseable {
  private final Proc proc;
  private final Path log;
  final String url;

  private Recorder(Proc proc, Path log, String url) {
    this.proc = proc;
    this.log = log;
    this.url = url;
  }

  static Recorder start(Path folder) throws InterruptedException {
    int port = Proc.freePort();
    Path log = folder.resolve("upstream.jsonl");
    Proc proc =
        Proc.start(
            folder.resolve("upstream.out"),
            Map.of(),
            List.of(
                "python3",
                Places.TOOLS.resolve("hub_recorder.py").toString(),
                Integer.toString(port),
                log.toString()));
    String url = "http://127.0.0.1:" + port;
    proc.awaitHttp(url + "/__state");
    return new Recorder(proc, log, url);
  }

  /** Replaces the fault rules; see the recorder's own description. */
  void rules(Json rules) throws IOException, InterruptedException {
    post("/__ctl", "application/json", Json.object().put("rules", rules).build().write());
  }

  /** Publishes a model: files under {@code large} by the LFS route, the others in the commit. */
  void publish(String id, Map<String, byte[]> files, java.util.Set<String> large)
      throws IOException, InterruptedException {
    int slash = id.indexOf('/');
    post(
        "/api/repos/create",
        "application/json",
        Json.object()
            .put("organization", id.substring(0, slash))
            .put("name", id.substring(slash + 1))
            .put("type", "model")
            .build()
            .write());
    commit(id, files, large);
  }

  /** Adds a commit to a model's main branch: these files beside those that are there. */
  void commit(String id, Map<String, byte[]> files, java.util.Set<String> large)
      throws IOException, InterruptedException {
    var lines = new ArrayList<String>();
    lines.add("{\"key\":\"header\",\"value\":{\"summary\":\"publish\",\"description\":\"\"}}");
    for (var file : files.entrySet()) {
      var value = Json.object().put("path", file.getKey());
      if (large.contains(file.getKey())) {
        String oid = sha256(file.getValue());
        put("/lfs/" + oid, file.getValue());
        value.put("algo", "sha256").put("oid", oid).put("size", file.getValue().length);
        lines.add(Json.object().put("key", "lfsFile").put("value", value.build()).build().write());
      } else {
        value
            .put("content", Base64.getEncoder().encodeToString(file.getValue()))
            .put("encoding", "base64");
        lines.add(Json.object().put("key", "file").put("value", value.build()).build().write());
      }
    }
    post("/api/models/" + id + "/commit/main", "application/x-ndjson", String.join("\n", lines));
  }

  /** The request log so far. */
  List<Json> requests() throws IOException {
    return java.nio.file.Files.readAllLines(log).stream().map(Json::parse).toList();
  }

  /** Offsets from which a large file was asked for to its end, beyond a look at it, in order. */
  List<Long> downloads(String sha256) throws IOException {
    return requests().stream()
        .filter(line -> line.text("req").orElse("").equals("GET /cdn/" + sha256))
        .filter(line -> line.number("rlen").orElse(0L) > 1 << 20)
        .map(line -> line.get("h").flatMap(h -> h.text("Range")).orElse("bytes=0-"))
        .map(range -> Long.parseLong(range.replaceAll("bytes=(\\d+)-.*", "$1")))
        .toList();
  }

  private void post(String path, String type, String body)
      throws IOException, InterruptedException {
    check(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private void put(String path, byte[] body) throws IOException, InterruptedException {
    check(
        HttpRequest.newBuilder(URI.create(url + path))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private static void check(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        Proc.HTTP.send(
            request.version(java.net.http.HttpClient.Version.HTTP_1_1).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8));
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    proc.close();
  }
}
