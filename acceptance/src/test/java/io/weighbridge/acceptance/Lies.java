package io.weighbridge.acceptance;

import io.weighbridge.acceptance.ScriptedHub.Kind;
import io.weighbridge.acceptance.ScriptedHub.Request;
import io.weighbridge.acceptance.ScriptedHub.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What hostile upstreams do, each to a model of its own. */
final class Lies {
  static final String WEIGHTS = "model.safetensors";
  private static final long FIRST_SEED = 100;

  /**
   * A lie.
   *
   * @param announced what the listing tells
   * @param lasting whether it is a lie and not an outage: the model is refused on record
   */
  record Lie(String name, Map<String, byte[]> announced, boolean lasting, Script script) {
    /** The id of its model. */
    String model() {
      return "lies/" + name.replaceAll("[^a-z0-9]+", "-");
    }
  }

  private final List<Lie> lies = new ArrayList<>();

  /** The truth about the model that the next lie is about: no two share their weights. */
  private Map<String, byte[]> honest = honest(FIRST_SEED);

  private byte[] weights = weights(honest);

  private Lies() {}

  /** A small model that the standard policy admits, its weights as large as those streamed. */
  static Map<String, byte[]> honest(long seed) {
    return new LinkedHashMap<>(KillTest.model(new Random(seed)));
  }

  /** Where the tensors begin in the weights. */
  static int dataStart(byte[] weights) {
    return 8 + java.nio.ByteBuffer.wrap(weights).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(0);
  }

  static byte[] weights(Map<String, byte[]> files) {
    byte[] weights = files.get(WEIGHTS);
    if (weights == null) {
      throw new IllegalStateException("the model has weights");
    }
    return weights;
  }

  static List<Lie> all() {
    var lies = new Lies();
    lies.listings();
    lies.files();
    lies.borders();
    lies.redirects();
    lies.floods();
    return lies.lies;
  }

  private void lie(String name, Script script) {
    add(new Lie(name, honest, true, script));
  }

  private void outage(String name, Script script) {
    add(new Lie(name, honest, false, script));
  }

  private void add(Lie lie) {
    lies.add(lie);
    honest = honest(FIRST_SEED + lies.size());
    weights = weights(honest);
  }

  private void tree(String name, String entries) {
    lie(name, request -> request.kind() == Kind.TREE && request.json("[" + entries + "]"));
  }

  private void listings() {
    String config = ScriptedHub.entry("config.json", honest.get("config.json")).write();
    String card = ScriptedHub.entry("README.md", honest.get("README.md")).write();
    tree("path leaves the folder", config.replace("config.json", "../config.json") + "," + card);
    tree("path leaves in the middle", config.replace("config.json", "a/../../x.json"));
    tree("absolute path", config.replace("config.json", "/etc/x.json"));
    tree("backslash path", config.replace("config.json", "..\\\\x.json"));
    tree("same path twice", config + "," + config);
    tree("paths that differ in case", config + "," + config.replace("config", "CONFIG"));
    tree("file that is a folder", config + "," + config.replace("config.json", "config.json/x"));
    tree("negative size", config.replaceFirst("\"size\":[0-9]+", "\"size\":-1"));
    tree("oid that is none", config.replaceFirst("\"oid\":\"[0-9a-f]+\"", "\"oid\":\"../x\""));
    lie("html instead of a listing", request -> request.kind() == Kind.TREE && request.json("<a>"));
    lie(
        "another commit than asked for",
        request ->
            request.kind() == Kind.RESOLVE
                && request.send(200, new byte[10], "X-Repo-Commit", "d".repeat(40)));
    lie(
        "listing leads to another origin",
        request -> {
          if (request.kind() == Kind.TREE) {
            String next = "<" + request.store() + "/page>; rel=\"next\"";
            request.exchange().getResponseHeaders().set("Link", next);
          }
          return false;
        });
  }

  private void files() {
    var longer = new LinkedHashMap<>(honest);
    longer.put(WEIGHTS, java.util.Arrays.copyOf(weights, weights.length + 1));
    add(new Lie("size one too large", longer, true, instead(weights)));
    var shorter = new LinkedHashMap<>(honest);
    shorter.put(WEIGHTS, java.util.Arrays.copyOf(weights, weights.length - 1));
    add(new Lie("size one too small", shorter, true, instead(weights)));
    lie("another digest than listed", instead(flipped(weights.length / 2)));
    lie(
        "another linked digest",
        request ->
            request.kind() == Kind.RESOLVE
                && request.path().equals(WEIGHTS)
                && request.send(
                    302,
                    new byte[0],
                    "Location",
                    request.store() + "/store/" + request.model() + "/" + WEIGHTS,
                    "X-Linked-Etag",
                    '"' + "e".repeat(64) + '"'));
    lie(
        "small file with other bytes",
        request ->
            request.path().equals("config.json")
                && request.serve("{\"evil\":1}".getBytes(StandardCharsets.UTF_8), "small"));
    lie("gzip where none was asked", encoded(weights));
    byte[] shifted = weights;
    lie(
        "wrong content range",
        request ->
            request.kind() == Kind.STORE
                && request.send(206, shifted, "Content-Range", "bytes 1-" + shifted.length + "/9"));
    var versions = new AtomicInteger();
    byte[] versioned = weights;
    lie(
        "another version for each request",
        request -> {
          int version = versions.getAndIncrement();
          return request.kind() == Kind.STORE
              && request.serve(flipped(versioned, 1000 + version), "version-" + version);
        });
    byte[] broken = weights;
    outage(
        "breaks off always",
        request -> {
          if (request.kind() != Kind.STORE) {
            return false;
          }
          request.exchange().getResponseHeaders().set("ETag", "\"store-tag\"");
          request.exchange().sendResponseHeaders(200, broken.length);
          request.exchange().getResponseBody().write(broken, 0, 100);
          request.exchange().getResponseBody().flush();
          request.exchange().close();
          return true;
        });
    slow("stalls", 1, Long.MAX_VALUE);
    slow("drips", Integer.MAX_VALUE, 50_000_000);
    outage("store is gone", request -> request.kind() == Kind.STORE && request.send(404, NOTHING));
    outage("store fails", request -> request.kind() == Kind.STORE && request.send(503, NOTHING));
  }

  /** Some bytes of the weights, one at a time with a pause between them, and then no more. */
  private void slow(String name, int count, long nanos) {
    byte[] bytes = weights;
    outage(
        name,
        request -> {
          if (request.kind() != Kind.STORE) {
            return false;
          }
          request.exchange().getResponseHeaders().set("ETag", "\"store-tag\"");
          request.exchange().sendResponseHeaders(200, bytes.length);
          try (var out = request.exchange().getResponseBody()) {
            for (int i = 0; i < Math.min(count, bytes.length); i++) {
              out.write(bytes[i]);
              out.flush();
              LockSupport.parkNanos(nanos);
            }
          }
          return true;
        });
  }

  private static final byte[] NOTHING = new byte[0];

  private static Script encoded(byte[] bytes) {
    return request -> {
      if (request.kind() != Kind.STORE) {
        return false;
      }
      request.exchange().getResponseHeaders().set("Content-Encoding", "gzip");
      return request.serve(bytes, "store-tag");
    };
  }

  private Script instead(byte[] bytes) {
    return request -> request.kind() == Kind.STORE && request.serve(bytes, "store-tag");
  }

  private byte[] flipped(int at) {
    return flipped(weights, at);
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] other = bytes.clone();
    other[at] ^= 0x55;
    return other;
  }

  /** Parts tell the truth, the whole does not: at every border between kinds of bytes. */
  private void borders() {
    int data = dataStart(weights);
    int held = weights.length - (128 << 10);
    for (int at :
        new int[] {0, 7, 8, data - 1, data, data + 1, held - 1, held, weights.length - 1}) {
      lie("whole differs from its parts at " + at, partsAndWhole(weights, flipped(at)));
      if (at < data) { // even when the digest that is announced is that of the lie
        byte[] other = flipped(at);
        var announced = new LinkedHashMap<>(honest);
        announced.put(WEIGHTS, other);
        lies.add(
            new Lie(
                "announced whole differs at " + at,
                announced,
                true,
                partsAndWhole(weights, other)));
      }
    }
    byte[] pickle = java.util.Arrays.copyOf(EVIL, weights.length);
    var announced = new LinkedHashMap<>(honest);
    announced.put(WEIGHTS, pickle);
    lies.add(
        new Lie(
            "parts of weights, a pickle whole", announced, true, partsAndWhole(weights, pickle)));
  }

  /** {@code os.system('echo')}, and padding. */
  private static final byte[] EVIL =
      "cos\nsystem\n(S'echo'\ntR.".getBytes(StandardCharsets.US_ASCII);

  private static Script partsAndWhole(byte[] parts, byte[] whole) {
    return request ->
        request.kind() == Kind.STORE
            && request.serve(request.isPartOf(whole.length) ? parts : whole, "store-tag");
  }

  private void redirects() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("cloud metadata", "http://169.254.169.254/latest/meta-data/");
    places.put("link local", "https://169.254.169.254/x");
    places.put("private network", "https://10.0.0.1/x");
    places.put("mapped address", "https://[::ffff:10.0.0.1]/x");
    places.put("unique local address", "https://[fd00::1]/x");
    places.put("unspecified address", "https://0.0.0.0/x");
    places.put("plain http elsewhere", "http://models.invalid/x");
    places.put("name that leads inside", "https://inside.test/x");
    places.put("file", "file:///etc/hostname");
    places.put("address with a user", "https://user@127.0.0.1/x");
    places.put("nowhere", "http://");
    places.forEach(
        (name, to) ->
            lie(
                "redirect to " + name,
                request -> request.path().equals(WEIGHTS) && request.redirect(to)));
    lie(
        "redirects in a circle",
        request ->
            request.path().equals(WEIGHTS)
                && request.redirect(request.exchange().getRequestURI().toString()));
    var count = new AtomicInteger();
    lie(
        "redirects without end",
        request ->
            request.path().equals(WEIGHTS)
                && request.redirect(
                    request.exchange().getRequestURI().getRawPath()
                        + "?n="
                        + count.incrementAndGet()));
  }

  private void floods() {
    lie("100 MB of listing", request -> request.kind() == Kind.TREE && flood(request, "[{", "  "));
    lie("100 MB of model", request -> request.kind() == Kind.MODEL && flood(request, "{", " "));
    lie(
        "deep listing",
        request -> request.kind() == Kind.TREE && request.json("[".repeat(200_000)));
    String entry = ScriptedHub.entry("p/000000.txt", new byte[3]).write();
    var page = new AtomicInteger();
    lie(
        "listing without end",
        request -> {
          if (request.kind() != Kind.TREE) {
            return false;
          }
          int number = page.incrementAndGet();
          var entries = new ArrayList<String>();
          for (int i = 0; i < 1000; i++) {
            entries.add(entry.replace("p/000000", number + "/" + i));
          }
          String self = request.exchange().getRequestURI().getRawPath();
          request
              .exchange()
              .getResponseHeaders()
              .set("Link", "<" + self + "?cursor=" + number + ">; rel=\"next\"");
          return request.json("[" + String.join(",", entries) + "]");
        });
    String deep = "d/".repeat(5000) + "x.json";
    tree(
        "path of ten thousand characters",
        ScriptedHub.entry("x.json", honest.get("config.json")).write().replace("x.json", deep));
  }

  private static boolean flood(Request request, String start, String filling) throws IOException {
    byte[] chunk = filling.repeat(32 << 10).getBytes(StandardCharsets.UTF_8);
    request.exchange().sendResponseHeaders(200, 0);
    try (var out = request.exchange().getResponseBody()) {
      out.write(start.getBytes(StandardCharsets.UTF_8));
      for (long sent = 0; sent < 100_000_000; sent += chunk.length) {
        out.write(chunk);
      }
    } catch (IOException e) {
      request.exchange().close(); // whoever hangs up in the middle is right
    }
    return true;
  }
}
