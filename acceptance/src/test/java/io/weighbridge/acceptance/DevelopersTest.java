package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What developers see with the current {@code hf} command, beyond "it arrives" and "it is blocked":
 * gated models, files left out, a copy in the cache, a slow upstream, two gates in a row.
 */
class DevelopersTest {
  private static final String PICKLE = "optimizer.pkl";
  private static final String ALICES = "hf_" + "Alice".repeat(8);
  private static final String SOMEBODYS = "hf_" + "Hubtk".repeat(8);

  private static Path folder;
  private static Path hf;
  private static ScriptedHub hub;
  private static GateProcess gate;

  @BeforeAll
  static void start() throws Exception {
    hf = Places.python("hub-2").resolveSibling("hf");
    folder = Places.fresh("developers");
    hub = new ScriptedHub();
    gate = GateProcess.start(folder.resolve("gate"), hub.url(), Policies.STANDARD_AND_ONE_DENIED);
  }

  @AfterAll
  static void stop() {
    gate.close();
    hub.close();
  }

  private record Ran(int exit, String text) {}

  /** {@code hf download}, with a token or none, and a cache of its own. */
  private static Ran download(String home, String token, String... words) throws Exception {
    return downloadFrom(gate.url, home, token, words);
  }

  private static Ran downloadFrom(String url, String home, String token, String... words)
      throws Exception {
    var environment =
        new HashMap<>(
            Map.of(
                "HF_ENDPOINT", url,
                "HF_HOME", Files.createDirectories(folder.resolve(home)).toString(),
                "HF_HUB_DISABLE_TELEMETRY", "1",
                "HF_HUB_DISABLE_PROGRESS_BARS", "1",
                "HF_HUB_DISABLE_UPDATE_CHECK", "1",
                "COLUMNS", "600"));
    if (!token.isEmpty()) {
      environment.put("HF_TOKEN", token);
    }
    Path output = Files.createTempFile(folder, "hf", ".out");
    List<String> command =
        Stream.concat(Stream.of(hf.toString(), "download"), Stream.of(words)).toList();
    try (Proc proc = Proc.start(output, environment, command)) {
      int exit = proc.await(Duration.ofMinutes(3));
      return new Ran(exit, proc.output().replaceAll("\\s+", " "));
    }
  }

  private static HttpResponse<String> ask(
      String method, String path, String agent, String token, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(gate.url + path))
            .timeout(Duration.ofSeconds(60))
            .header("User-Agent", agent)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return Proc.HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Json own(String what, String token, Json.ObjBuilder body) {
    HttpResponse<String> answer =
        ask("POST", "/api/weighbridge/" + what, "test", token, body.build().write());
    assertThat(answer.statusCode() / 100).as(answer.body()).isEqualTo(2);
    return Json.parse(answer.body());
  }

  private static String tokenOf(String name) throws IOException {
    return own("tokens", gate.adminToken(), Json.object().put("name", name).put("role", "reader"))
        .text("token")
        .orElseThrow();
  }

  private static Json settle(String what, String model, String reason) throws IOException {
    return own(
        what,
        gate.adminToken(),
        Json.object().put("model", model).put("revision", "main").put("reason", reason));
  }

  private static Map<String, byte[]> good(String seed) {
    return KillTest.model(new Random(seed.hashCode()));
  }

  /** Loads by itself, with a pickle beside it that calls what nobody here knows. */
  private static Map<String, byte[]> mixed(String seed) {
    Map<String, byte[]> files = new LinkedHashMap<>(good(seed));
    files.put(
        PICKLE,
        "\u0080\u0002cmyvendor.secretmod\nThing\n)R.".getBytes(StandardCharsets.ISO_8859_1));
    return files;
  }

  /** What the client's cache holds of a model at a commit is, byte for byte, what was published. */
  private static void arrived(
      String home, String model, String commit, Map<String, byte[]> files, Set<String> without)
      throws IOException {
    Path snapshot =
        folder
            .resolve(home)
            .resolve("hub/models--" + model.replace("/", "--"))
            .resolve("snapshots/" + commit);
    for (var file : files.entrySet()) {
      Path here = snapshot.resolve(file.getKey());
      if (without.contains(file.getKey())) {
        assertThat(here).doesNotExist();
      } else {
        assertThat(Recorder.sha256(Files.readAllBytes(here)))
            .as(file.getKey())
            .isEqualTo(Recorder.sha256(file.getValue()));
      }
    }
  }

  @Test
  void aGatedModelOpensForWhomItsUpstreamLetsInAndForNobodyElse() throws Exception {
    String model = "acme/gated";
    Map<String, byte[]> files = good(model);
    hub.publish(model, files, ScriptedHub.Script.HONEST);
    hub.gate(model, ALICES, SOMEBODYS);
    String alice = tokenOf("alice");
    String bob = tokenOf("bob");
    own("upstream-token", alice, Json.object().put("upstream", "upstream").put("token", ALICES));
    // Whoever accepted the terms did so for himself: a person decides first.
    Ran waiting = download("home-alice", alice, model);
    assertThat(waiting.exit()).as(waiting.text()).isNotZero();
    assertThat(waiting.text()).contains("aits for");
    assertThat(settle("approve", model, "ticket 481").bool("holds")).contains(true);

    Ran hers = download("home-alice", alice, model);
    assertThat(hers.exit()).as(hers.text()).isZero();
    arrived("home-alice", model, ScriptedHub.COMMIT, files, Set.of());
    Ran his = download("home-bob", bob, model);
    assertThat(his.exit()).as(his.text()).isNotZero();
    assertThat(his.text()).contains("opens only for those whom the upstream lets in");
    // On an open gate clients send their real hub token, which would open it upstream.
    Ran nobodys = download("home-nobody", SOMEBODYS, model);
    assertThat(nobodys.exit()).as(nobodys.text()).isNotZero();
    assertThat(nobodys.text()).contains("opens only for those whom the upstream lets in");
    assertThat(hub.tokensAtTheHub())
        .as("alice's token alone went to the hub")
        .containsOnly("Bearer " + ALICES);
    assertThat(hub.tokensAtTheStore()).isEmpty();
  }

  @Test
  void whatIsLeftOutIsSaidAndTheOtherCommitIsTheOneToPin() throws Exception {
    String model = "acme/mixed";
    Map<String, byte[]> files = mixed(model);
    hub.publish(model, files, ScriptedHub.Script.HONEST);
    Ran branch = download("home-mixed", "", model);
    assertThat(branch.exit()).as(branch.text()).isZero();
    assertThat(branch.text()).as("X-HF-Warning, as the client prints it").contains(PICKLE);
    Ran upstreams = download("home-pinned", "", model, "--revision", ScriptedHub.COMMIT);
    assertThat(upstreams.exit()).as(upstreams.text()).isNotZero();
    String other = otherCommit(upstreams.text());
    Ran again = download("home-pinned", "", model, "--revision", other);
    assertThat(again.exit()).as(again.text()).isZero();
    for (String home : List.of("home-mixed", "home-pinned")) {
      arrived(home, model, other, files, Set.of(PICKLE));
    }
  }

  private static String otherCommit(String text) {
    Matcher commit = Pattern.compile("[0-9a-f]{40}").matcher(text.replace(ScriptedHub.COMMIT, ""));
    assertThat(commit.find()).as(text).isTrue();
    return commit.group();
  }

  @Test
  void aCopyInTheCacheIsNoLongerUsedOnceTheModelIsWithdrawn() throws Exception {
    String model = "acme/withdrawn";
    hub.publish(model, good(model), ScriptedHub.Script.HONEST);
    Ran first = download("home-warm", "", model);
    assertThat(first.exit()).as(first.text()).isZero();
    assertThat(settle("refuse", model, "weights were replaced, ticket 7").bool("holds"))
        .contains(true);
    Ran second = download("home-warm", "", model);
    assertThat(second.exit()).as(second.text()).isNotZero();
    assertThat(second.text()).contains("weights were replaced, ticket 7");
    Ran library = python("home-warm", model);
    assertThat(library.text())
        .contains("RevisionNotFoundError")
        .contains("weights were replaced, ticket 7");
  }

  private static Ran python(String home, String model) throws Exception {
    String program =
        """
        import huggingface_hub, sys
        try:
            print(huggingface_hub.snapshot_download(sys.argv[1]))
        except Exception as e:
            print(type(e).__name__, e)
        """;
    Path output = Files.createTempFile(folder, "python", ".out");
    try (Proc proc =
        Proc.start(
            output,
            Map.of("HF_ENDPOINT", gate.url, "HF_HOME", folder.resolve(home).toString()),
            List.of(Places.python("hub-2").toString(), "-c", program, model))) {
      return new Ran(proc.await(Duration.ofMinutes(1)), proc.output());
    }
  }

  /**
   * While the verdict takes longer than a client waits, metadata is answered from what the upstream
   * says, bytes are asked for again later, and once it is there one download succeeds.
   */
  @Test
  void aSlowUpstreamKeepsNobodyHangingAndTheSecondDownloadSucceeds() throws Exception {
    String model = "acme/slow";
    Map<String, byte[]> files = mixed(model);
    var release = new CountDownLatch(1);
    hub.publish(
        model,
        files,
        request -> {
          if (request.kind() == ScriptedHub.Kind.RESOLVE && request.path().equals(PICKLE)) {
            awaitUninterrupted(release);
          }
          return false;
        });
    String api = "/api/models/" + model + "/revision/main";
    String file = "/" + model + "/resolve/" + ScriptedHub.COMMIT + "/config.json";
    String current = "unknown/None; hf_hub/2.4.0; python/3.11";
    try {
      // All of these return while the upstream still holds the file that decides.
      var revision = CompletableFuture.supplyAsync(() -> ask("GET", api, current, "", ""));
      var head = CompletableFuture.supplyAsync(() -> ask("HEAD", file, current, "", ""));
      var bytes = CompletableFuture.supplyAsync(() -> ask("GET", file, current, "", ""));
      var old =
          CompletableFuture.supplyAsync(
              () -> ask("GET", file, "unknown/None; hf_hub/0.36.2", "", ""));
      assertThat(revision.join().statusCode()).as(revision.join().body()).isEqualTo(200);
      assertThat(Json.parse(revision.join().body()).text("sha")).contains(ScriptedHub.COMMIT);
      assertThat(head.join().statusCode()).isEqualTo(200);
      assertThat(head.join().headers().firstValue("X-Repo-Commit")).contains(ScriptedHub.COMMIT);
      assertThat(bytes.join().statusCode()).as(bytes.join().body()).isEqualTo(429);
      assertThat(bytes.join().headers().firstValueAsLong("Retry-After").orElse(0))
          .isGreaterThanOrEqualTo(10);
      assertThat(old.join().statusCode()).isEqualTo(403);
      assertThat(old.join().body()).contains("is being weighed, ask again in");
      assertThat(release.getCount()).isEqualTo(1);
    } finally {
      release.countDown();
    }
    // The verdict leaves a file out: the id that was told before is refused with the one to ask
    // for.
    var client = new HubClient(gate.url);
    HubClient.Refused refused = refusalOnceWeighed(client, file);
    String other = otherCommit(String.valueOf(refused.getMessage()));
    Ran second = download("home-slow", "", model);
    assertThat(second.exit()).as(second.text()).isZero();
    arrived("home-slow", model, other, files, Set.of(PICKLE));
  }

  private static HubClient.Refused refusalOnceWeighed(HubClient client, String path)
      throws IOException, InterruptedException {
    try {
      client.get(path); // obeys 429
    } catch (HubClient.Refused e) {
      return e;
    }
    throw new AssertionError("the upstream's own commit was served though a file is left out");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBranchThatMovedToABadCommitStillServesTheGoodOneWithAWarning() throws Exception {
    Path own = Files.createDirectories(folder.resolve("moved"));
    String model = "acme/moved";
    Map<String, byte[]> files = good(model);
    try (Recorder recorder = Recorder.start(own);
        GateProcess before =
            GateProcess.start(
                own.resolve("gate"), recorder.url, Policies.standard(), "branch-refresh: 0s")) {
      recorder.publish(model, files, Set.of("model.safetensors"));
      Ran first = downloadFrom(before.url, "home-before", "", model);
      assertThat(first.exit()).as(first.text()).isZero();
      String good = head(recorder, model);
      byte[] evil = "cos\nsystem\n(S'echo hi'\ntR.".getBytes(StandardCharsets.US_ASCII);
      recorder.commit(model, Map.of("training_args.bin", evil), Set.of());
      String bad = head(recorder, model);

      Ran moved = downloadFrom(before.url, "home-moved", "", model);
      assertThat(moved.exit()).as(moved.text()).isZero();
      assertThat(moved.text())
          .contains("an older commit is served, since the newest one (" + bad.substring(0, 12))
          .contains("os.system");
      arrived("home-moved", model, good, files, Set.of());
      Ran newest = downloadFrom(before.url, "home-newest", "", model, "--revision", bad);
      assertThat(newest.exit()).as(newest.text()).isNotZero();
      assertThat(newest.text()).contains("Blocked by policy").contains("os.system");
    }
  }

  private static String head(Recorder recorder, String model) throws Exception {
    HttpResponse<String> state =
        Proc.HTTP.send(
            HttpRequest.newBuilder(URI.create(recorder.url + "/api/models/" + model)).build(),
            HttpResponse.BodyHandlers.ofString());
    return Json.parse(state.body()).text("sha").orElseThrow();
  }

  @Test
  void datasetsAndSpacesAreRefusedInWordsThatTheClientPrints() throws Exception {
    for (String kind : List.of("dataset", "space")) {
      Ran ran = download("home-" + kind, "", "--repo-type", kind, "org/thing");
      assertThat(ran.exit()).as(ran.text()).isNotZero();
      assertThat(ran.text()).contains("This gate weighs models only so far");
    }
  }

  @Test
  void aGateBehindAGateIsHeardInItsOwnWords() throws Exception {
    hub.publish("org/blocked", good("blocked"), ScriptedHub.Script.HONEST);
    String open = Policies.standard();
    try (GateProcess second = GateProcess.start(folder.resolve("second"), gate.url, open)) {
      Ran ran = downloadFrom(second.url, "home-second", "", "org/blocked");
      assertThat(ran.exit()).as(ran.text()).isNotZero();
      assertThat(ran.text()).contains("refused by the upstream gate: Blocked by policy: reason");
    }
  }
}
