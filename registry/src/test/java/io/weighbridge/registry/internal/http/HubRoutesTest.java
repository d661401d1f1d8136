package io.weighbridge.registry.internal.http;

import static io.weighbridge.registry.internal.http.TestServer.header;
import static io.weighbridge.registry.internal.http.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.RepoFile;
import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.gate.Answer;
import io.weighbridge.registry.internal.gate.Opening;
import io.weighbridge.registry.internal.store.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubRoutesTest {
  private static final byte[] CONFIG = "{\"model_type\":\"bert\"}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] WEIGHTS = new byte[300_000];
  private static final String COMMIT = FakeGate.COMMIT.hex();

  private FakeGate gate;
  private TestServer server;

  @BeforeEach
  void start(@TempDir Path folder) {
    for (int i = 0; i < WEIGHTS.length; i++) {
      WEIGHTS[i] = (byte) (i * 31 + i / 257);
    }
    gate = new FakeGate(folder);
    gate.serve(
        "org/tiny",
        Map.of(
            "config.json", CONFIG, "model.safetensors", WEIGHTS, "sub/dir/extra.txt", new byte[6]));
    gate.serve("legacy", Map.of("config.json", CONFIG));
    server = new TestServer(gate, true);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aLargeFileIsServedAtResolveWithWhatClientsNeed() {
    HttpResponse<byte[]> answer = server.get("/org/tiny/resolve/main/model.safetensors");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(WEIGHTS);
    String sha256 = '"' + FakeGate.sha256(WEIGHTS) + '"';
    assertThat(header(answer, "X-Repo-Commit")).isEqualTo(COMMIT);
    assertThat(header(answer, "ETag")).isEqualTo(sha256);
    assertThat(header(answer, "X-Linked-Etag")).isEqualTo(sha256);
    assertThat(header(answer, "X-Linked-Size")).isEqualTo("300000");
    assertThat(header(answer, "Content-Length")).isEqualTo("300000");
    assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(answer, "X-Request-Id")).isNotEmpty();
    assertThat(header(answer, "Content-Disposition"))
        .startsWith("inline;")
        .contains("filename=\"model.safetensors\"");
    assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("x-xet"));
    assertThat(gate.events()).containsExactly("pull model.safetensors 300000 anonymous");
  }

  @Test
  void whatCannotBeRecordedIsNotHandedOut() {
    gate.ledgerFull = true;
    HttpResponse<byte[]> answer = server.get("/org/tiny/resolve/main/model.safetensors");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(header(answer, "X-Error-Message"))
        .isEqualTo("cannot write the ledger: No space left; nothing is handed out meanwhile");
    assertThat(server.head("/org/tiny/resolve/main/model.safetensors").statusCode()).isEqualTo(200);
    gate.ledgerFull = false;
    assertThat(server.get("/org/tiny/resolve/main/model.safetensors").body()).isEqualTo(WEIGHTS);
  }

  @Test
  void headSaysTheSameWithoutBytesAndWithoutAPull() {
    HttpResponse<byte[]> get = server.get("/legacy/resolve/main/config.json");
    gate.events.clear();
    HttpResponse<byte[]> head = server.head("/legacy/resolve/main/config.json");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : List.of("ETag", "Content-Length", "X-Repo-Commit", "Accept-Ranges")) {
      assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
    }
    assertThat(gate.events()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/models/org/tiny, 200",
    "/api/models/legacy, 200",
    "/api/models/org/tiny/revision/main, 200",
    "/api/models/org/tiny/revision/HEAD, 200",
    "/api/models/org/tiny/revision/refs%2Fpr%2F1, 200",
    "/api/models/org/tiny/revision/feat%2Fx?expand=pipeline_tag&unknown=1, 200",
    "/api/models/legacy/tree/main, 200",
    "/api/models/org/tiny/tree/main?recursive=true&expand=false, 200",
    "/api/models/org/tiny/tree/main/sub%2Fdir, 200",
    "/api/models/org/tiny/tree/main/sub/dir, 200",
    "/api/models/org/tiny/refs, 200",
    "/api/models/org/tiny/refs?include_prs=1, 200",
    "/api/models/org/tiny/commits/main, 200",
    "/api/models?search=tiny, 200",
    "/api/models/org/tiny/auth-check, 200",
    "/api/models/org/tiny/discussions?p=0, 200",
    "/api/models/org/tiny/xet-read-token/main, 404",
    "/api/models/org/tiny/xet-write-token/main, 404",
    "/api/models/org/tiny/safetensors-metadata/model, 404",
    "/api/agent-harnesses, 404",
    "/api/organizations/org/overview, 404",
    "/api/datasets/org/data, 403",
    "/api/spaces/org/space, 403",
    "/datasets/org/data/resolve/main/x.csv, 403",
    "/spaces/org/space/resolve/main/app.py, 403",
    "/org/tiny/info/refs?service=git-upload-pack, 403",
    "/org/tiny.git/info/refs?service=git-upload-pack, 403",
    "/legacy/info/refs?service=git-upload-pack, 403",
    "/org/tiny/raw/main/config.json, 200",
    "/org/tiny/resolve/feat%2Fx/sub%2Fdir%2Fextra.txt, 200",
    "/org/tiny/resolve/main/sub/dir/extra.txt, 200",
    "/health, 200",
    "/metrics, 200",
    "/api/whoami-v2, 200",
  })
  void routesAnswer(String path, int status) {
    HttpResponse<byte[]> get = server.get(path);
    HttpResponse<byte[]> head = server.head(path);
    assertThat(get.statusCode()).as(path).isEqualTo(status);
    assertThat(head.statusCode()).as("HEAD " + path).isEqualTo(status);
    assertThat(head.body()).isEmpty();
    if (status >= 400) {
      assertThat(header(get, "X-Error-Message")).as(path).isNotEmpty().isASCII();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/org/tiny/resolve/main/nope.bin, EntryNotFound",
    "/org/tiny/raw/main/nope.bin, EntryNotFound",
    "/org/tiny/resolve/main/..%2F..%2Fetc%2Fpasswd, EntryNotFound",
    "/api/models/org/tiny/tree/main/additional_chat_templates?recursive=false, EntryNotFound",
    "/org/tiny/resolve/no-such-rev/config.json, RevisionNotFound",
    "/api/models/org/tiny/revision/no-such-rev, RevisionNotFound",
    "/api/models/org/none, RepoNotFound",
    "/org/none/resolve/main/config.json, RepoNotFound",
    "/api/models/..%2Fetc/refs, RepoNotFound",
  })
  void whatIsMissingIsNamedByCode(String path, String code) {
    for (HttpResponse<byte[]> answer : List.of(server.get(path), server.head(path))) {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(header(answer, "X-Error-Code")).isEqualTo(code);
      assertThat(header(answer, "X-Error-Message")).isNotEmpty();
      assertThat(header(answer, "X-Repo-Commit"))
          .isEqualTo(code.equals("EntryNotFound") ? COMMIT : "");
    }
  }

  @Test
  void aRefusedModelIsRefusedOnEveryRouteWithTheReason() {
    String reason = "Blocked by policy: a reverse shell in pytorch_model.bin";
    gate.answer("org/bad", new Answer.Refused(reason, false, false, Optional.empty()));
    for (String path :
        List.of(
            "/api/models/org/bad",
            "/api/models/org/bad/revision/main",
            "/api/models/org/bad/tree/main?recursive=true",
            "/api/models/org/bad/refs",
            "/api/models/org/bad/commits/main",
            "/api/models/org/bad/auth-check",
            "/api/models/org/bad/discussions",
            "/api/models/org/bad/safetensors-metadata/x",
            "/api/models/org/bad/xet-read-token/main",
            "/org/bad/resolve/main/config.json",
            "/org/bad/raw/main/config.json",
            "/org/bad/info/refs?service=git-upload-pack")) {
      for (HttpResponse<byte[]> answer : List.of(server.get(path), server.head(path))) {
        assertThat(answer.statusCode()).as(path).isEqualTo(403);
        assertThat(header(answer, "X-Error-Code")).as(path).isEqualTo("GatedRepo");
        assertThat(header(answer, "X-Error-Message")).isEqualTo(reason);
        assertThat(header(answer, "X-HF-Warning")).isEqualTo("weighbridge; " + reason);
      }
      assertThat(Json.parse(text(server.get(path))).text("error")).contains(reason);
    }
    HttpResponse<byte[]> paths = server.post("/api/models/org/bad/paths-info/main", "paths=a");
    assertThat(header(paths, "X-Error-Code")).isEqualTo("GatedRepo");
  }

  @Test
  void whatWasServedOnceIsRefusedInTheOneWayThatReachesWarmCaches() {
    gate.answer("org/gone", new Answer.Refused("Withdrawn", true, false, Optional.empty()));
    HttpResponse<byte[]> answer = server.get("/org/gone/resolve/main/config.json");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RevisionNotFound");
    assertThat(header(answer, "X-HF-Warning")).contains("Withdrawn");
  }

  @Test
  void bytesThatHaveNotArrivedAreAskedForAgain() {
    gate.serve("org/new", Map.of("model.safetensors", WEIGHTS));
    gate.opening =
        Optional.of(
            () ->
                new Opening.Not(
                    new Answer.Weighing(
                        FakeGate.info("org/new"),
                        List.of(FakeGate.listed("model.safetensors", WEIGHTS)),
                        "model.safetensors has not arrived yet, ask again in 30 s",
                        Duration.ofSeconds(30))));
    String file = "/org/new/resolve/main/model.safetensors";
    assertThat(server.head(file).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> current =
        server.get(file, "User-Agent", "hf_hub/2.4.0", "Range", "bytes=5-9");
    assertThat(current.statusCode()).isEqualTo(429);
    assertThat(header(current, "Retry-After")).isEqualTo("30");
    HttpResponse<byte[]> other = server.get(file, "User-Agent", "curl/8");
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(header(other, "X-Error-Message")).contains("has not arrived yet");
    assertThat(gate.events()).as("nothing was handed out").isEmpty();
  }

  @Test
  void whatIsRefusedWhileItArrivesIsRefusedToWhoComesBack() {
    gate.serve("org/new", Map.of("model.safetensors", WEIGHTS));
    gate.opening =
        Optional.of(
            () -> {
              gate.answer(
                  "org/new", new Answer.Refused("Blocked: a lie", true, false, Optional.empty()));
              return new Opening.Not(new Answer.Unavailable("no longer to be had"));
            });
    HttpResponse<byte[]> answer =
        server.get("/org/new/resolve/main/model.safetensors", "Range", "bytes=100-");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RevisionNotFound");
    assertThat(header(answer, "X-Error-Message")).isEqualTo("Blocked: a lie");
  }

  @Test
  void aBeginningThatIsNoneOfTheFileIsNotResumedAndThatIsSaid() {
    gate.serve("org/new", Map.of("model.safetensors", WEIGHTS));
    gate.opening =
        Optional.of(
            () ->
                new Opening.Not(
                    new Answer.Refused(
                        "delete the incomplete file", false, false, Optional.empty())));
    HttpResponse<byte[]> answer =
        server.get("/org/new/resolve/main/model.safetensors", "Range", "bytes=100-");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("GatedRepo");
    assertThat(header(answer, "X-Error-Message")).isEqualTo("delete the incomplete file");
    assertThat(gate.events()).as("nothing was handed out").isEmpty();
  }

  @Test
  void anArrivalThatFailsBeforeItsFirstByteIsToldInWords() {
    gate.serve("org/new", Map.of("model.safetensors", WEIGHTS));
    gate.opening =
        Optional.of(
            () ->
                new Opening.Bytes(
                    () -> {
                      gate.answer(
                          "org/new",
                          new Answer.Refused("Blocked: a lie", true, false, Optional.empty()));
                      throw new IOException("refused");
                    }));
    HttpResponse<byte[]> answer = server.get("/org/new/resolve/main/model.safetensors");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(header(answer, "X-Error-Message")).isEqualTo("Blocked: a lie");
    assertThat(header(answer, "X-Request-Id")).isNotBlank();
    assertThat(answer.headers().firstValue("Content-Range")).isEmpty();
  }

  @Test
  void anArrivalThatFailsCutsTheConnection() {
    gate.serve("org/new", Map.of("model.safetensors", WEIGHTS));
    gate.opening =
        Optional.of(
            () ->
                new Opening.Bytes(
                    () ->
                        new ByteSource() {
                          @Override
                          public int read(ByteBuffer into, long position) throws IOException {
                            if (position > 100_000) {
                              throw new IOException("refused");
                            }
                            int count = Math.min(into.remaining(), 10_000);
                            into.put(WEIGHTS, (int) position, count);
                            return count;
                          }

                          @Override
                          public void close() {}
                        }));
    assertThatThrownBy(() -> server.get("/org/new/resolve/main/model.safetensors"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void metadataIsToldWhileWeighingAndBytesAreNot() {
    List<RepoFile> files = List.of(FakeGate.listed("model.safetensors", WEIGHTS));
    gate.answer(
        "org/new",
        new Answer.Weighing(
            FakeGate.info("org/new"),
            files,
            "org/new is being weighed, ask again in 3 s",
            Duration.ofSeconds(3)));
    assertThat(server.get("/api/models/org/new/revision/main").statusCode()).isEqualTo(200);
    assertThat(text(server.get("/api/models/org/new/tree/main?expand=true"))).contains("queued");
    String file = "/org/new/resolve/main/model.safetensors";
    HttpResponse<byte[]> head = server.head(file);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("300000");
    HttpResponse<byte[]> current =
        server.get(file, "User-Agent", "unknown/None; hf_hub/2.4.0; python/3.11");
    assertThat(current.statusCode()).isEqualTo(429);
    assertThat(header(current, "Retry-After")).isEqualTo("10");
    for (String agent : List.of("unknown/None; hf_hub/0.36.2", "llama-cpp", "curl/8 xhf_hub/1.2")) {
      HttpResponse<byte[]> other = server.get(file, "User-Agent", agent);
      assertThat(other.statusCode()).as(agent).isEqualTo(403);
      assertThat(header(other, "X-Error-Message"))
          .isEqualTo("org/new is being weighed, ask again in 3 s");
    }
    assertThat(server.get("/org/new/resolve/main/nope").statusCode()).isEqualTo(404);
  }

  @Test
  void unavailableAndLimitedSaySo() {
    gate.answer("org/down", new Answer.Unavailable("Upstream does not answer."));
    for (String path : List.of("/api/models/org/down", "/org/down/resolve/main/config.json")) {
      HttpResponse<byte[]> down = server.get(path);
      assertThat(down.statusCode()).isEqualTo(503);
      assertThat(header(down, "X-Error-Message")).isEqualTo("Upstream does not answer.");
      assertThat(header(server.head(path), "X-Error-Message"))
          .isEqualTo("Upstream does not answer.");
    }
    gate.answer("org/busy", new Answer.Limited("Too many.", Duration.ofSeconds(42)));
    HttpResponse<byte[]> limited = server.get("/api/models/org/busy");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(header(limited, "Retry-After")).isEqualTo("42");
  }

  @Test
  void aWarningNamesTheModelSoThatClientsPrintEach() {
    Answer.Served served = gate.serve("org/old", Map.of("config.json", CONFIG));
    gate.answer("org/old", new Answer.Served(served.revision(), Optional.of("An older commit.")));
    assertThat(header(server.get("/api/models/org/old"), "X-HF-Warning"))
        .isEqualTo("weighbridge org/old; An older commit.");
    assertThat(header(server.get("/org/old/resolve/main/config.json"), "X-HF-Warning"))
        .isEqualTo("weighbridge org/old; An older commit.");
  }

  /** Two files of one size under one name: the beginning of one and the rest of the other. */
  @Test
  void whoBeganWithAnotherCommitsFileDoesNotGetTheRestOfThisOne() {
    String named = "/org/moving/resolve/main/model.safetensors";
    gate.serve("org/moving", Map.of("model.safetensors", WEIGHTS));
    assertThat(server.get(named).body()).isEqualTo(WEIGHTS);
    assertThat(server.get(named, "Range", "bytes=100-").statusCode()).isEqualTo(206);
    byte[] other = WEIGHTS.clone();
    other[7] ^= 1;
    gate.serve("org/moving", Map.of("model.safetensors", other));
    for (String range : List.of("bytes=100-", "bytes=-100", "bytes=100-" + (other.length - 1))) {
      HttpResponse<byte[]> refused = server.get(named, "Range", range);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(header(refused, "X-Error-Message"))
          .contains("cannot be resumed by this name")
          .contains(COMMIT);
    }
    assertThat(server.get(named).body()).isEqualTo(other);
    assertThat(server.get(named, "Range", "bytes=0-").body()).isEqualTo(other);
    assertThat(server.get(named, "Range", "bytes=5-9").statusCode()).isEqualTo(206);
    String etag = '"' + FakeGate.sha256(other) + '"';
    assertThat(server.get(named, "Range", "bytes=100-", "If-Range", etag).statusCode())
        .isEqualTo(206);
    String exact = named.replace("main", COMMIT);
    assertThat(server.get(exact, "Range", "bytes=100-").statusCode()).isEqualTo(206);
  }

  @Test
  void whileAnOlderCommitIsServedNothingIsResumedByTheBranchsName() {
    Answer.Served served = gate.serve("org/older", Map.of("model.safetensors", WEIGHTS));
    gate.answer("org/older", new Answer.Served(served.revision(), Optional.empty(), true));
    String named = "/org/older/resolve/main/model.safetensors";
    assertThat(server.get(named, "Range", "bytes=100-").statusCode()).isEqualTo(403);
    assertThat(server.get(named).body()).isEqualTo(WEIGHTS);
  }

  @Test
  void rawOfALargeFileIsItsPointer() {
    HttpResponse<byte[]> raw = server.get("/org/tiny/raw/main/model.safetensors");
    assertThat(text(raw))
        .isEqualTo(
            "version https://git-lfs.github.com/spec/v1\noid sha256:"
                + FakeGate.sha256(WEIGHTS)
                + "\nsize 300000\n");
    assertThat(header(server.head("/org/tiny/raw/main/model.safetensors"), "Content-Length"))
        .isEqualTo(Integer.toString(raw.body().length));
    assertThat(gate.events()).isEmpty();
  }

  @Test
  void infoHasBlobsSecurityAndOnlyWhatExpandAsksFor() {
    Json info = Json.parse(text(server.get("/api/models/org/tiny?blobs=true&securityStatus=true")));
    assertThat(info.text("sha")).contains(COMMIT);
    assertThat(info.get("securityRepoStatus").flatMap(s -> s.bool("scansDone"))).contains(true);
    assertThat(info.items("siblings")).allMatch(s -> s.number("size").isPresent());
    assertThat(info.items("siblings").get(1).get("lfs").flatMap(l -> l.text("sha256")))
        .contains(FakeGate.sha256(WEIGHTS));
    Json some = Json.parse(text(server.get("/api/models/org/tiny?expand=sha&expand=downloads")));
    assertThat(((Json.Obj) some).fields().keySet())
        .containsExactlyInAnyOrder("_id", "id", "modelId", "sha", "downloads");
  }

  @Test
  void treesArePagedByLinks() {
    var files = new TreeMap<String, byte[]>();
    for (int i = 0; i < 2500; i++) {
      files.put("f%04d.txt".formatted(i), new byte[1]);
    }
    gate.serve("org/many", files);
    var seen = new ArrayList<String>();
    String next = "/api/models/org/many/tree/main?recursive=true&expand=false";
    for (int page = 1; !next.isEmpty(); page++) {
      HttpResponse<byte[]> answer = server.get(next);
      Json.Arr items = (Json.Arr) Json.parse(text(answer));
      assertThat(items.items()).hasSize(page < 3 ? 1000 : 500);
      items.items().forEach(item -> seen.add(item.text("path").orElseThrow()));
      String link = header(answer, "Link");
      next =
          link.isEmpty()
              ? ""
              : link.substring(1, link.indexOf(">; rel=\"next\"")).substring(server.url().length());
    }
    assertThat(seen).containsExactlyElementsOf(files.keySet());
  }

  @Test
  void expandedTreesCarryOurOwnVerdict() {
    Json tree = Json.parse(text(server.get("/api/models/org/tiny/tree/main?expand=true")));
    Json file = ((Json.Arr) tree).items().getFirst();
    Json security = file.get("securityFileStatus").orElseThrow();
    assertThat(security.text("status")).contains("safe");
    for (String scan : List.of("avScan", "pickleImportScan", "weighbridgeScan")) {
      assertThat(security.get(scan).flatMap(s -> s.text("status"))).as(scan).isPresent();
    }
    assertThat(file.get("lastCommit").flatMap(c -> c.text("id"))).contains(COMMIT);
    assertThat(tree.write()).doesNotContain("xetHash");
  }

  @Test
  void pathsInfoTakesFormsAndJsonAndLeavesOutWhatIsUnknown() {
    String path = "/api/models/org/tiny/paths-info/main";
    String form = "application/x-www-form-urlencoded";
    Json fromForm =
        Json.parse(
            text(
                server.post(
                    path, "paths=config.json&paths=no%2Fsuch&expand=False", "Content-Type", form)));
    assertThat(((Json.Arr) fromForm).items()).hasSize(1);
    Json fromJson =
        Json.parse(
            text(
                server.post(
                    path,
                    "{\"paths\":[\"config.json\",\"sub\"],\"expand\":true}",
                    "Content-Type",
                    "application/json")));
    assertThat(((Json.Arr) fromJson).items()).hasSize(2);
    assertThat(fromJson.write()).contains("securityFileStatus");
    assertThat(server.get(path).statusCode()).isEqualTo(405);
    assertThat(server.post(path, "paths=" + "x".repeat(2 << 20)).statusCode()).isEqualTo(413);
  }

  @Test
  void searchAndHistoryArePaged() {
    Json found = Json.parse(text(server.get("/api/models?limit=1")));
    assertThat(((Json.Arr) found).items()).hasSize(1);
    assertThat(header(server.get("/api/models?limit=1"), "Link")).contains("cursor=1");
    assertThat(((Json.Arr) Json.parse(text(server.get("/api/models?filter=nope")))).items())
        .isEmpty();
    HttpResponse<byte[]> history = server.get("/api/models/org/tiny/commits/main?p=1&limit=50");
    assertThat(((Json.Arr) Json.parse(text(history))).items()).hasSize(50);
    assertThat(header(history, "Link")).contains("p=2");
    HttpResponse<byte[]> last = server.get("/api/models/org/tiny/commits/main?p=2&limit=50");
    assertThat(((Json.Arr) Json.parse(text(last))).items()).hasSize(20);
    assertThat(header(last, "X-Total-Count")).isEqualTo("120");
  }

  @Test
  void uploadsAreRefusedInAFormThatClientsPrint() {
    for (String path :
        List.of(
            "/api/repos/create",
            "/api/models/org/tiny/preupload/main",
            "/api/models/org/tiny/commit/main")) {
      HttpResponse<byte[]> answer = server.post(path, "{}");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(header(answer, "X-Error-Message")).contains("takes no uploads");
    }
    assertThat(server.send("DELETE", "/org/tiny/resolve/main/config.json", Optional.empty()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(405);
  }

  @Test
  void aBrowserAtAModelsAddressIsSentToItsPage() {
    HttpResponse<byte[]> answer = server.get("/org/tiny");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(header(answer, "Location")).isEqualTo("/console/models/org/tiny");
  }
}
