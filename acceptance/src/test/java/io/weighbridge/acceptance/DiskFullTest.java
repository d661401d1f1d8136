package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The data folder's disk fills while a model is fetched: a small file system of its own, which
 * takes root to mount. Without that the test is skipped, and says so.
 */
class DiskFullTest {
  private static final Set<String> LARGE = Set.of("model.safetensors");
  private static final int SUCCESS = 200;
  private static final int UNAVAILABLE = 503;

  private Path folder = Path.of("");
  private Path disk = Path.of("");

  @BeforeEach
  void mount() throws Exception {
    folder = Places.fresh("disk-full");
    disk = Files.createDirectories(folder.resolve("gate/data"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=16m,mode=700", "tmpfs", disk.toString()) == 0,
        "SKIPPED: no file system could be mounted (needs root)");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  private int run(String... command) throws InterruptedException {
    try (Proc proc = Proc.start(folder.resolve("mount.out"), Map.of(), List.of(command))) {
      return proc.await(Duration.ofSeconds(20));
    }
  }

  @Test
  void aDiskThatFillsIsToldAndWhenThereIsRoomAgainEverythingGoesOn() throws Exception {
    var random = new Random(3);
    Map<String, byte[]> first = KillTest.model(random);
    Map<String, byte[]> second = KillTest.model(random);
    try (Recorder upstream = Recorder.start(folder);
        GateProcess gate =
            GateProcess.start(
                folder.resolve("gate"),
                upstream.url,
                Policies.standard(),
                "limits: {disk-reserve: 0B}")) {
      upstream.publish("acme/first", first, LARGE);
      upstream.publish("acme/second", second, LARGE);
      assertThat(new HubClient(gate.url).snapshot("acme/first", "main")).hasSize(first.size());
      awaitAdmitted(gate, "acme/first");

      // The upstream hesitates over the weights until the disk is full: the check before fetching
      // found room.
      upstream.rules(
          Json.array(
              List.of(
                  Json.object()
                      .put("match", "GET /acme/second/resolve/.*safetensors")
                      .put("sleep", 3)
                      .build())));
      var amid = CompletableFuture.supplyAsync(() -> get(gate, revision("acme/second")));
      awaitRequest(upstream, "/acme/second/resolve/");
      fill();
      isTold(amid.get(60, TimeUnit.SECONDS));
      isTold(get(gate, revision("acme/second")));
      isTold(pullUntilItCannotBeRecorded(gate, "/acme/first/resolve/main/config.json"));
      assertThat(get(gate, "/health").statusCode()).isEqualTo(UNAVAILABLE);
      assertThat(get(gate, revision("acme/first")).statusCode()).isEqualTo(SUCCESS);

      Files.delete(disk.resolve("filler"));
      awaitSuccess(gate, revision("acme/second"));
      Map<String, byte[]> whole = new HubClient(gate.url).snapshot("acme/second", "main");
      assertThat(whole.keySet()).isEqualTo(second.keySet());
      whole.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(second.get(path)));
      assertThat(new HubClient(gate.url).snapshot("acme/first", "main")).hasSize(first.size());
      assertThat(get(gate, "/health").statusCode()).isEqualTo(SUCCESS);
      gate.kill();
      int ledger =
          GateProcess.run(
              folder.resolve("ledger.out"), "ledger", "verify", "--data", disk.toString());
      assertThat(ledger).as(Files.readString(folder.resolve("ledger.out"))).isZero();
      assertThat(Files.readString(folder.resolve("gate/gate.out"))).doesNotContain("\tat ");
    }
  }

  /** The ledger's last page may have room for a few entries more. */
  private static HttpResponse<byte[]> pullUntilItCannotBeRecorded(GateProcess gate, String path) {
    HttpResponse<byte[]> answer = get(gate, path);
    for (int i = 0; i < 50 && answer.statusCode() == SUCCESS; i++) {
      answer = get(gate, path);
    }
    return answer;
  }

  private static String revision(String model) {
    return "/api/models/" + model + "/revision/main";
  }

  private static void isTold(HttpResponse<byte[]> answer) {
    String reason = answer.headers().firstValue("X-Error-Message").orElse("");
    assertThat(answer.statusCode()).as(reason).isEqualTo(UNAVAILABLE);
    assertThat(reason).containsAnyOf("disk is full", "No space left on device");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(reason);
  }

  private void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    assertThat(Files.getFileStore(disk).getUsableSpace()).isZero();
  }

  private static HttpResponse<byte[]> get(GateProcess gate, String path) {
    try {
      return Proc.HTTP.send(
          HttpRequest.newBuilder(URI.create(gate.url + path))
              .version(java.net.http.HttpClient.Version.HTTP_1_1)
              .timeout(Duration.ofSeconds(60))
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitRequest(Recorder upstream, String path) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (upstream.requests().stream().noneMatch(line -> line.write().contains(path))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** A client has all bytes a moment before the decision is on record. */
  private static void awaitAdmitted(GateProcess gate, String model) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!new String(get(gate, "/api/weighbridge/models/" + model).body(), StandardCharsets.UTF_8)
        .contains("\"state\":\"admitted\"")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void awaitSuccess(GateProcess gate, String path) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (get(gate, path).statusCode() != SUCCESS) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }
}
