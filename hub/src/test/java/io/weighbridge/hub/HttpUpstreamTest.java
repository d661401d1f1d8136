package io.weighbridge.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.ContentException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.internal.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpUpstreamTest extends UpstreamContract {
  private static final String SHA = "a".repeat(40);
  private static final String TOKEN = "hf_" + "s3cret".repeat(6);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<Duration> rests = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // set by over(), before each test
  private FakeHub hub;

  @Override
  Upstream over(Path folder) throws IOException {
    hub = new FakeHub(new FolderUpstream("folder", folder));
    opened.add(hub);
    return upstream(HttpUpstreamOptions.of("hub", hub.endpoint()).withToken(TOKEN));
  }

  private HttpUpstream upstream(HttpUpstreamOptions options) {
    var upstream = new HttpUpstream(options, new Wire(options, rests::add));
    opened.add(upstream);
    return upstream;
  }

  private HttpUpstream upstream() {
    return upstream(HttpUpstreamOptions.of("hub", hub.endpoint()).withToken(TOKEN));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private RepoFile file(Upstream upstream, String path) {
    return upstream.tree(TINY, upstream.model(TINY, "").commit()).stream()
        .filter(file -> file.path().text().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private RemoteContent weights(HttpUpstream upstream) {
    return upstream.open(
        TINY, upstream.model(TINY, "").commit(), file(upstream, "model.safetensors"));
  }

  private void assertRead(Kind kind, HttpUpstream upstream) {
    RemoteContent content = weights(upstream);
    Assertions.assertThatThrownBy(() -> content.bytes(0, 10)).isInstanceOf(ContentException.class);
    assertThat(content.failure().orElseThrow().kind()).isEqualTo(kind);
  }

  @Test
  void describesACommitWithOneRequestAndWithMoreWhereTheFilesAreNotToldWithIt() {
    upstream().describe(TINY, "main");
    assertThat(hub.seen).hasSize(1);
    hub.when(
        "blobs=true",
        exchange ->
            FakeHub.send(
                exchange,
                200,
                "{\"id\":\"org/tiny\",\"sha\":\""
                    + at()
                    + "\",\"siblings\":[{\"rfilename\":\"config.json\"}]}"));

    assertThat(upstream().describe(TINY, "main").files()).hasSize(4);
    assertThat(hub.seen("/tree/")).hasSize(1);
  }

  // ---- the token

  @Test
  void sendsTheTokenToItsOwnOriginOnly() throws IOException {
    try (var other = new FakeHub(new FolderUpstream("folder", root))) {
      hub.when(
          "/resolve/",
          exchange -> {
            String to = other.endpoint() + "/cdn/org/tiny!" + at() + "!model.safetensors";
            return FakeHub.send(exchange, 302, "", "Location", to);
          });
      weights(upstream()).bytes(0, 10);

      assertThat(hub.seen("/resolve/").getFirst().header("Authorization"))
          .contains("Bearer " + TOKEN);
      assertThat(other.seen("/cdn/")).isNotEmpty();
      assertThat(other.seen)
          .allSatisfy(
              request -> {
                assertThat(request.header("Authorization")).isEmpty();
                assertThat(request.headers().toString()).doesNotContain("s3cret");
              });
    }
  }

  private CommitId at() {
    return new FolderUpstream("folder", root).model(TINY, "").commit();
  }

  @Test
  void neverPrintsTheToken() {
    assertThat(upstream().toString()).doesNotContain("s3cret");
    assertThat(HttpUpstreamOptions.of("hub", hub.endpoint()).withToken(TOKEN).toString())
        .doesNotContain("s3cret");
  }

  @Test
  void asksWithTheUsersTokenWhetherTheyAreEntitled() {
    hub.when(
        "/auth-check",
        exchange ->
            "Bearer hf_user".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                ? FakeHub.send(exchange, 200, "{}")
                : FakeHub.send(exchange, 403, "{}", "X-Error-Code", "GatedRepo"));

    assertThat(upstream().entitled(TINY, "hf_user")).isTrue();
    assertThat(upstream().entitled(TINY, "hf_other")).isFalse();
    assertThat(upstream().entitled(TINY, "bad\r\nX-Evil: 1")).isFalse();
  }

  // ---- redirects

  @Test
  void refusesRedirectsThatLeadAstray() {
    for (String to :
        List.of(
            "https://10.0.0.1/x",
            "https://169.254.169.254/latest/meta-data/",
            "https://[::ffff:10.0.0.1]/x",
            "https://[fe80::1]/x",
            "https://2852039166/x", // 169.254.169.254 as one number
            "http://example.org/x",
            "http://127.0.0.2:9/x", // loopback, but no configured host
            "ftp://127.0.0.1/x",
            "file:///etc/passwd",
            "https://user@127.0.0.1/x",
            "https:///x",
            "http://127.0.0.1:bad/",
            "")) {
      hub.when("/resolve/", exchange -> FakeHub.send(exchange, 302, "", "Location", to));

      assertRead(Kind.BAD_ANSWER, upstream());
    }
    assertThat(rests).as("a broken rule is not retried").isEmpty();
  }

  @Test
  void refusesCirclesAndLongChainsOfRedirects() {
    hub.when(
        "/resolve/",
        exchange ->
            FakeHub.send(exchange, 302, "", "Location", exchange.getRequestURI().toString()));
    assertRead(Kind.BAD_ANSWER, upstream());

    var hops = new AtomicInteger();
    FakeHub.Behaviour onAndOn =
        exchange -> FakeHub.send(exchange, 302, "", "Location", "/hop/" + hops.incrementAndGet());
    hub.when("/resolve/", onAndOn);
    hub.when("/hop/", onAndOn);
    assertRead(Kind.BAD_ANSWER, upstream());
    assertThat(hops).hasValue(6);
  }

  @Test
  void pagesStayOnTheirOriginAndEnd() {
    CommitId commit = upstream().model(TINY, "").commit();
    hub.when(
        "/tree/",
        exchange ->
            FakeHub.send(exchange, 200, "[]", "Link", "<https://evil.example/x>; rel=\"next\""));
    assertKind(Kind.BAD_ANSWER, () -> upstream().tree(TINY, commit));

    hub.when(
        "/tree/",
        exchange ->
            FakeHub.send(
                exchange, 200, "[]", "Link", "<" + exchange.getRequestURI() + ">; rel=\"next\""));
    assertKind(Kind.BAD_ANSWER, () -> upstream().tree(TINY, commit));
  }

  @Test
  void readsAllPages() {
    CommitId commit = upstream().model(TINY, "").commit();
    hub.when("/tree/", exchange -> page(exchange.getRequestURI().toString(), exchange));

    assertThat(upstream().tree(TINY, commit))
        .extracting(file -> file.path().text())
        .containsExactly("file0", "file1", "file2");
  }

  private static boolean page(String uri, com.sun.net.httpserver.HttpExchange exchange)
      throws IOException {
    int number = uri.contains("cursor=") ? Integer.parseInt(uri.replaceAll(".*cursor=", "")) : 0;
    String next = uri.replaceAll("\\?.*", "") + "?cursor=" + (number + 1);
    return number == 2
        ? FakeHub.send(exchange, 200, listing("file" + number))
        : FakeHub.send(
            exchange, 200, listing("file" + number), "Link", "<" + next + ">; rel=\"next\"");
  }

  private static String listing(String... paths) {
    var entries = new ArrayList<String>();
    for (String path : paths) {
      entries.add(
          "{\"type\":\"file\",\"oid\":\"" + SHA + "\",\"size\":1,\"path\":\"" + path + "\"}");
    }
    return entries.toString();
  }

  // ---- lies about metadata

  @Test
  void refusesListingsThatClientsWouldMixUp() {
    CommitId commit = upstream().model(TINY, "").commit();
    for (String listing :
        List.of(
            listing("a", "a"),
            listing("Config.json", "config.json"),
            listing("e\u0301.txt", "\u00e9.txt"),
            listing("sub", "sub/x"),
            listing("../x"),
            listing("a/../../x"),
            listing("/x"),
            "{}",
            "[",
            "[{\"path\":\"a\",\"path\":\"b\"}]")) {
      hub.when("/tree/", exchange -> FakeHub.send(exchange, 200, listing));

      assertKind(Kind.BAD_ANSWER, () -> upstream().tree(TINY, commit));
    }
  }

  @Test
  void boundsJsonByBytesAndDepth() {
    byte[] block = " ".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    var sent = new AtomicInteger();
    hub.when(
        "/revision/huge",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            for (int i = 0; i < 100; i++) {
              out.write(block);
              sent.incrementAndGet();
            }
          }
          return true;
        });
    hub.when("/revision/deep", exchange -> FakeHub.send(exchange, 200, "[".repeat(100_000)));

    assertKind(Kind.BAD_ANSWER, () -> upstream().model(TINY, "huge"));
    assertThat(sent.get()).as("megabytes taken before giving up").isLessThan(40);
    assertKind(Kind.BAD_ANSWER, () -> upstream().model(TINY, "deep"));
  }

  @Test
  void refusesAnotherCommitThanAskedFor() {
    String info = "{\"id\":\"org/tiny\",\"sha\":\"%s\"}".formatted("b".repeat(40));
    hub.when("/revision/" + SHA, exchange -> FakeHub.send(exchange, 200, info));

    assertKind(Kind.BAD_ANSWER, () -> upstream().model(TINY, SHA));
  }

  @Test
  void mapsRefusalsToKindsAndKeepsTheWordsHarmless() {
    record Case(int status, String code, Kind kind) {}
    for (Case each :
        List.of(
            new Case(403, "GatedRepo", Kind.GATED),
            new Case(403, "", Kind.GATED),
            new Case(404, "RevisionNotFound", Kind.REVISION_NOT_FOUND),
            new Case(404, "", Kind.REPO_NOT_FOUND),
            new Case(401, "", Kind.UNAUTHORIZED),
            new Case(503, "", Kind.UNAVAILABLE),
            new Case(418, "", Kind.BAD_ANSWER))) {
      hub.when(
          "/revision/x",
          exchange ->
              FakeHub.send(
                  exchange,
                  each.status(),
                  "{\"error\":\"go \\u001b[31maway\"}",
                  each.code().isEmpty() ? "X-None" : "X-Error-Code",
                  each.code()));
      assertKind(each.kind(), () -> upstream().model(TINY, "x"));
    }
    Assertions.assertThatThrownBy(() -> upstream().model(TINY, "x"))
        .hasMessageContaining("go  [31maway");
  }

  @Test
  void passesOnTheReasonOfAnotherGate() {
    String reason = "blocked: runs a shell command [malicious-file]";
    hub.when(
        "/revision/x",
        exchange ->
            FakeHub.send(
                exchange,
                403,
                "{\"error\":\"" + reason + "\"}",
                "X-HF-Warning",
                "weighbridge; " + reason));
    assertKind(Kind.REFUSED, () -> upstream().model(TINY, "x"));
    Assertions.assertThatThrownBy(() -> upstream().model(TINY, "x")).hasMessage(reason);
  }

  // ---- lies about files

  @Test
  void refusesFilesThatAreNotWhatWasListed() {
    byte[] ten = new byte[10];
    List<String[]> lies =
        List.of(
            new String[] {"206", "Content-Range", "bytes 1-10/300000"},
            new String[] {"206", "Content-Range", "bytes 0-9/299999"},
            new String[] {"206", "Content-Range", "bytes 0-9/*"},
            new String[] {"206", "Content-Range", "pages 0-9/300000"},
            new String[] {"206", "X-None", ""},
            new String[] {"200", "X-None", ""},
            new String[] {"416", "Content-Range", "bytes */10"},
            new String[] {"206", "Content-Encoding", "gzip"},
            new String[] {"206", "X-Linked-Size", "10"},
            new String[] {"206", "X-Linked-Etag", '"' + "c".repeat(64) + '"'},
            new String[] {"206", "X-Repo-Commit", "d".repeat(40)},
            new String[] {"206", "ETag", '"' + "c".repeat(64) + '"'});
    for (String[] lie : lies) {
      hub.when(
          "/resolve/",
          exchange -> FakeHub.send(exchange, Integer.parseInt(lie[0]), ten, lie[1], lie[2]));

      assertRead(Kind.BAD_ANSWER, upstream());
    }
  }

  @Test
  void noticesAFileThatChangesBetweenTwoParts() {
    var upstream = upstream();
    RemoteContent content = weights(upstream);
    content.bytes(0, 10);
    hub.when(
        "/cdn/",
        exchange ->
            FakeHub.send(
                exchange,
                206,
                new byte[16 << 10],
                "ETag",
                "\"other-tag\"",
                "Content-Range",
                "bytes 196608-212991/300000"));

    Assertions.assertThatThrownBy(() -> content.bytes(200_000, 10))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("changed between two parts");
    assertThat(hub.seen("/cdn/").getLast().header("If-range")).contains("\"cdn-tag\"");
  }

  @Test
  void resolvesAgainWhenASignedAddressExpires() {
    RemoteContent content = weights(upstream());
    content.bytes(0, 10);
    var refusals = new AtomicInteger(1);
    hub.when(
        "/cdn/",
        exchange -> refusals.getAndDecrement() > 0 && FakeHub.send(exchange, 403, "expired"));

    assertThat(content.bytes(200_000, 10)).isEqualTo(part(200_000, 10));
    assertThat(hub.seen("/resolve/")).hasSize(2);
  }

  @Test
  void aStoreThatKeepsRefusingIsAnOutageAndNoGate() {
    hub.when("/cdn/", exchange -> FakeHub.send(exchange, 403, "expired"));

    assertRead(Kind.UNAVAILABLE, upstream());
    assertThat(hub.seen("/resolve/")).hasSize(3);
  }

  @Test
  void anUpstreamThatDripsIsGivenUp() {
    hub.when(
        "/revision/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            for (int i = 0; i < 1000; i++) {
              out.write(' ');
              out.flush();
              LockSupport.parkNanos(1_000_000);
            }
          }
          return true;
        });
    Duration brief = Duration.ofMillis(40);
    var impatient =
        upstream(
            HttpUpstreamOptions.of("hub", hub.endpoint())
                .withWaits(brief, brief, Duration.ofSeconds(5), Duration.ZERO));

    assertKind(Kind.UNAVAILABLE, () -> impatient.model(TINY, "slow"));
  }

  private static byte[] part(int from, int length) {
    return java.util.Arrays.copyOfRange(WEIGHTS, from, from + length);
  }

  @Test
  void fetchesInFewRequestsWhatWasAnnounced() {
    RemoteContent content = weights(upstream());
    content.prefetch(0, 100_000);
    content.prefetch(120_000, 50_000);
    for (int at = 0; at < 100_000; at += 1000) {
      assertThat(content.bytes(at, 100)).isEqualTo(part(at, 100));
    }
    assertThat(content.bytes(160_000, 100)).isEqualTo(part(160_000, 100));

    assertThat(content.requests()).isEqualTo(1);
    assertThat(content.bytesFetched()).isLessThan(200_000);
  }

  @Test
  void fetchesLittleForASmallReadAndAheadForALongOne() {
    RemoteContent little = weights(upstream());
    little.bytes(150_000, 8);
    assertThat(little.bytesFetched()).isLessThanOrEqualTo(16 << 10);

    RemoteContent all = weights(upstream());
    for (int at = 0; at < WEIGHTS.length; at += 1000) {
      all.bytes(at, Math.min(1000, WEIGHTS.length - at));
    }
    assertThat(all.requests()).isLessThanOrEqualTo(6);
    assertThat(all.bytesFetched()).isEqualTo(WEIGHTS.length);
  }

  @Test
  void takesUpAPartWhereItBrokeOff() {
    RemoteContent content = weights(upstream());
    content.prefetch(0, WEIGHTS.length);
    var breaks = new AtomicInteger(2);
    hub.when(
        "/cdn/",
        exchange -> breaks.getAndDecrement() > 0 && broken(exchange, WEIGHTS.length - 1, 50_000));

    assertThat(content.bytes(0, WEIGHTS.length)).isEqualTo(WEIGHTS);
    assertThat(content.bytesFetched()).isEqualTo(WEIGHTS.length);
  }

  @Test
  void readsTheSameTwiceWhateverTheUpstreamSaysLater() {
    RemoteContent content = weights(upstream());
    byte[] first = content.bytes(200_000, 9_000);
    hub.when("/cdn/", exchange -> FakeHub.send(exchange, 404, "gone"));
    hub.when("/resolve/", exchange -> FakeHub.send(exchange, 404, "gone"));

    assertThat(content.bytes(200_000, 9_000)).isEqualTo(first);
  }

  @Test
  void holdsPassingBytesAgainstWhatItFetched() {
    RemoteContent content = weights(upstream());
    content.prefetch(100_000, 150_000);
    content.bytes(100_000, 150_000);
    content.bytes(10_000, 10);
    byte[] other = WEIGHTS.clone();
    other[5_000] ^= 1;
    other[249_999] ^= 1;

    assertThat(content.has(100_000, 150_000)).isTrue();
    assertThat(content.has(0, 10_001)).isFalse();
    assertThat(content.mismatch(0, WEIGHTS, 0, WEIGHTS.length)).isEmpty();
    assertThat(content.mismatch(0, other, 0, 100_000)).isEmpty(); // byte 5,000 was not fetched
    assertThat(content.mismatch(200_000, other, 200_000, 100_000)).hasValue(249_999);
    var pieces = new java.util.TreeMap<Long, Integer>();
    content.eachFetched((offset, bytes) -> pieces.put(offset, bytes.length));
    assertThat(pieces.keySet()).containsExactly(10_000L, 100_000L);
  }

  @Test
  void aFileReadInManyPlacesCostsFewRequests() {
    RemoteContent content = weights(upstream());
    for (int at = WEIGHTS.length - 100; at >= 0; at -= 100) {
      content.bytes(at, 4);
    }
    assertThat(content.requests()).isLessThan(40);
  }

  @Test
  void takesTheWholeFileFromAServerWithoutRanges() {
    hub.when("/cdn/", exchange -> FakeHub.send(exchange, 200, WEIGHTS));

    assertThat(weights(upstream()).bytes(200_000, 50)).isEqualTo(part(200_000, 50));
  }

  /** An answer up to {@code last} that ends after {@code count} bytes. */
  private static boolean broken(com.sun.net.httpserver.HttpExchange exchange, int last, int count)
      throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-.*", "$1"));
    String told = "bytes " + from + "-" + last + "/" + WEIGHTS.length;
    exchange.getResponseHeaders().set("Content-Range", told);
    exchange.sendResponseHeaders(206, last + 1 - from);
    exchange.getResponseBody().write(WEIGHTS, from, count);
    exchange.getResponseBody().flush();
    exchange.close();
    return true;
  }

  @Test
  void takesAStreamUpAgainWhereItBroke() throws IOException {
    var breaks = new AtomicInteger(2);
    hub.when(
        "/cdn/",
        exchange -> breaks.getAndDecrement() > 0 && broken(exchange, WEIGHTS.length - 1, 50_000));
    var upstream = upstream();
    RepoFile file = file(upstream, "model.safetensors");

    try (InputStream in = upstream.stream(TINY, at(), file, 7)) {
      assertThat(in.readAllBytes()).isEqualTo(part(7, WEIGHTS.length - 7));
    }
  }

  // ---- what may pass

  @Test
  void waitsAsToldAndAsksAgain() {
    var refusals = new AtomicInteger(3);
    hub.when(
        "/refs",
        exchange ->
            switch (refusals.getAndDecrement()) {
              case 3 -> FakeHub.send(exchange, 429, "", "Retry-After", "7");
              case 2 -> FakeHub.send(exchange, 429, "", "RateLimit", "\"api\";r=0;t=5");
              case 1 -> FakeHub.send(exchange, 503, "");
              default -> false;
            });

    assertThat(upstream().refs(TINY).branches()).containsKey("main");
    assertThat(rests).hasSize(3);
    assertThat(rests.subList(0, 2)).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(6));
  }

  @Test
  void givesUpWhenToldToWaitBeyondItsPatience() {
    hub.when("/refs", exchange -> FakeHub.send(exchange, 429, "", "Retry-After", "3600"));

    assertKind(Kind.UNAVAILABLE, () -> upstream().refs(TINY));
    assertThat(rests).isEmpty();
    assertThat(hub.seen("/refs")).hasSize(1);
  }

  @Test
  void saysThatNobodyAnswers() {
    var upstream = upstream();
    hub.close();

    assertKind(Kind.UNAVAILABLE, () -> upstream.refs(TINY));
    assertThat(rests).hasSizeBetween(1, 5);
  }

  // ---- publishers and loops

  @Test
  void findsAPublishersAgeByItsOldestModelWhereNoDateIsTold() {
    hub.when("/organizations/", exchange -> FakeHub.send(exchange, 404, "{}"));
    hub.when(
        "/users/org/overview",
        exchange ->
            FakeHub.send(exchange, 200, "{\"_id\":\"6\",\"fullname\":\"Org\",\"numModels\":3}"));
    hub.when(
        "/api/models?",
        exchange ->
            FakeHub.send(
                exchange,
                200,
                "[{\"id\":\"org/old\",\"sha\":\"%s\",\"createdAt\":\"2024-01-02T03:04:05.000Z\"}]"
                    .formatted(SHA)));

    Publisher publisher = upstream().publisher("org").orElseThrow();
    assertThat(publisher.kind()).isEqualTo("user");
    assertThat(publisher.since().orElseThrow()).hasToString("2024-01-02T03:04:05Z");
    assertThat(hub.seen("/api/models?").getFirst().path())
        .contains("author=org", "sort=createdAt", "direction=1");
  }

  @Test
  void tellsTheNextGateWhichWayARequestCameAndRefusesCircles() {
    var upstream = upstream(HttpUpstreamOptions.of("hub", hub.endpoint()).withGate("inner"));
    ScopedValue.where(Via.CURRENT, Via.parse("outer")).run(() -> upstream.refs(TINY));

    assertThat(hub.seen("/refs").getFirst().header("X-weighbridge-via")).contains("outer, inner");
    ScopedValue.where(Via.CURRENT, Via.parse("outer, inner"))
        .run(() -> assertKind(Kind.BAD_ANSWER, () -> upstream.refs(TINY)));
    assertThat(Via.parse("x\u0000y").loopsAt("anything")).isTrue();
  }
}
