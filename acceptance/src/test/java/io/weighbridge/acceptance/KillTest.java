package io.weighbridge.acceptance;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The gate is killed in the middle of cold downloads by four clients each, at seeded points spread
 * over its phases. A client gets the right bytes or an error; after the restart the model arrives,
 * going on with what was here; the ledger is whole, and knows of every file that a client had
 * before the kill. {@code -Dweighbridge.kills=50} kills as often (a multiple of the phases).
 */
class KillTest {
  private static final int DOWNLOADS = Integer.getInteger("weighbridge.kills", 20);
  private static final int CLIENTS = 4;
  private static final long SEED = 20261125;
  private static final String WEIGHTS = "model.safetensors";

  /** Where a kill is aimed, and up to which arrival there: see the registry's fault points. */
  private enum Phase {
    RANGES(1),
    JUDGE(1),
    PROVISIONAL(1),
    FETCH(9),
    PIN(1),
    STREAM(3),
    PROVE(1),
    STORE(4),
    LEDGER(2),
    SERVE(8);

    private final int arrivals;

    Phase(int arrivals) {
      this.arrivals = arrivals;
    }
  }

  @Test
  void killedAnywhereItServesTheRightBytesOrNone() throws Exception {
    var random = new Random(SEED);
    Path folder = Places.fresh("kill");
    Path faults = Files.createDirectory(folder.resolve("faults"));
    var hits = new EnumMap<Phase, Integer>(Phase.class);
    var pulls = new TreeSet<String>();
    long cut = 0;
    try (Recorder upstream = Recorder.start(folder);
        GateProcess gate =
            GateProcess.start(
                folder.resolve("gate"), upstream.url, Policies.STANDARD_AND_ONE_DENIED)) {
      gate.kill();
      gate.restart("-Dweighbridge.faults=" + faults);
      for (int i = 0; i < DOWNLOADS; i++) {
        String model = "acme/kill-" + i;
        Map<String, byte[]> files = model(random, 6 << 20);
        upstream.publish(model, files, Set.of(WEIGHTS));

        Phase aim = Phase.values()[i % Phase.values().length];
        String arrival = aim + " " + (1 + random.nextInt(aim.arrivals));
        Files.writeString(faults.resolve("aim.tmp"), arrival);
        Files.move(faults.resolve("aim.tmp"), faults.resolve("aim"), ATOMIC_MOVE);
        var clients =
            Stream.generate(() -> CompletableFuture.supplyAsync(() -> download(gate.url, model)))
                .limit(CLIENTS)
                .toList();
        if (awaitHit(faults.resolve("reached"), clients)) {
          hits.merge(aim, 1, Integer::sum);
        }
        gate.kill();

        for (var client : clients) {
          Got got = client.get(90, TimeUnit.SECONDS);
          check(files, got.whole(), "what a client had when " + arrival + " was hit");
          got.whole().keySet().forEach(path -> pulls.add(model + " " + path));
          got.cut().forEach((path, prefix) -> checkPrefix(files.get(path), prefix, arrival));
          cut += got.cut().values().stream().filter(prefix -> prefix.length > 0).count();
        }
        assertThat(recordedPulls(gate)).as("after a kill amid %s", aim).containsAll(pulls);

        Files.delete(faults.resolve("aim"));
        Files.deleteIfExists(faults.resolve("reached"));
        gate.restart("-Dweighbridge.faults=" + faults);
        Map<String, byte[]> whole = new HubClient(gate.url).snapshot(model, "main");
        assertThat(whole.keySet()).isEqualTo(files.keySet());
        check(files, whole, "after a kill amid " + arrival);
        checkCopies(upstream.downloads(Recorder.sha256(files.get(WEIGHTS))), aim);
      }
      gate.kill();
      int ledger =
          GateProcess.run(
              folder.resolve("ledger.out"), "ledger", "verify", "--data", gate.data().toString());
      assertThat(ledger).as(Files.readString(folder.resolve("ledger.out"))).isZero();
    }
    System.out.println(
        "kill points hit, of "
            + DOWNLOADS
            + " downloads: "
            + hits
            + "; files that had arrived before: "
            + pulls.size()
            + "; transfers cut amid a file: "
            + cut);
    int aimed = DOWNLOADS / Phase.values().length;
    assertThat(hits)
        .as("every aim must have been hit")
        .hasSize(Phase.values().length)
        .allSatisfy((phase, count) -> assertThat(count).as(phase.name()).isEqualTo(aimed));
    assertThat(pulls).as("some clients must have had something").isNotEmpty();
    assertThat(cut).as("some transfers must have been cut amid a file").isPositive();
  }

  private static void check(Map<String, byte[]> files, Map<String, byte[]> got, String when) {
    assertThat(files.keySet()).as(when).containsAll(got.keySet());
    got.forEach(
        (path, bytes) ->
            assertThat(Arrays.equals(bytes, files.get(path))).as("%s: %s", when, path).isTrue());
  }

  /** What came of a file that was cut is its beginning. */
  private static void checkPrefix(byte[] file, byte[] prefix, String when) {
    assertThat(prefix.length).as(when).isLessThanOrEqualTo(file.length);
    assertThat(Arrays.equals(file, 0, prefix.length, prefix, 0, prefix.length))
        .as("the first %s bytes, cut when %s was hit", prefix.length, when)
        .isTrue();
  }

  /** One for all clients; after a kill the rest of it, from what was known to be here. */
  private static void checkCopies(List<Long> offsets, Phase aim) {
    assertThat(offsets)
        .as("downloads of one blob, a kill amid %s", aim)
        .hasSizeLessThanOrEqualTo(2);
    if (aim == Phase.PIN) {
      assertThat(offsets.getLast()).as("goes on from the pin").isPositive();
    }
  }

  /** Model and file of every pull that is in the ledger's whole lines. */
  private static Set<String> recordedPulls(GateProcess gate) throws IOException {
    var pulls = new TreeSet<String>();
    try (Stream<Path> files = Files.list(gate.data().resolve("ledger"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        text.substring(0, text.lastIndexOf('\n') + 1)
            .lines()
            .map(Json::parse)
            .filter(line -> line.text("type").equals(Optional.of("pull")))
            .forEach(
                line ->
                    pulls.add(line.text("model").orElse("") + " " + line.text("file").orElse("")));
      }
    }
    return pulls;
  }

  /** A small model that passes: configuration, card, and 3 MB of weights that differ each time. */
  static Map<String, byte[]> model(Random random) {
    return model(random, 3 << 20);
  }

  private static Map<String, byte[]> model(Random random, int numbers) {
    byte[] weights = new byte[numbers];
    random.nextBytes(weights);
    String header =
        "{\"w\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(weights.length, weights.length);
    header += " ".repeat((8 - header.length() % 8) % 8);
    byte[] head = header.getBytes(StandardCharsets.UTF_8);
    var file =
        java.nio.ByteBuffer.allocate(8 + head.length + weights.length)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .putLong(head.length)
            .put(head)
            .put(weights);
    var files = new LinkedHashMap<String, byte[]>();
    // A published repository starts with this file.
    files.put(
        ".gitattributes",
        "*.safetensors filter=lfs diff=lfs merge=lfs -text\n".getBytes(StandardCharsets.UTF_8));
    files.put("README.md", "---\nlicense: mit\n---\n# A model\n".getBytes(StandardCharsets.UTF_8));
    files.put(
        "config.json",
        "{\"model_type\":\"bert\",\"seed\":%d}"
            .formatted(random.nextLong())
            .getBytes(StandardCharsets.UTF_8));
    files.put(WEIGHTS, file.array());
    return files;
  }

  /** What a client got: whole files, and the beginning of the one that was cut. */
  private record Got(Map<String, byte[]> whole, Map<String, byte[]> cut) {}

  /** Files as far as they came; the gate's death ends it. */
  private static Got download(String url, String model) {
    var got = new LinkedHashMap<String, byte[]>();
    var cut = new LinkedHashMap<String, byte[]>();
    var client = new HubClient(url);
    try {
      String commit =
          Json.parse(
                  new String(
                      client.get("/api/models/" + model + "/revision/main"),
                      StandardCharsets.UTF_8))
              .text("sha")
              .orElseThrow();
      for (String path : List.of("config.json", "README.md", WEIGHTS)) {
        try {
          got.put(path, client.get("/" + model + "/resolve/" + commit + "/" + path));
        } catch (HubClient.Cut e) {
          cut.put(path, e.prefix());
          throw e;
        }
      }
    } catch (IOException | HubClient.Refused e) {
      return new Got(got, cut);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Got(got, cut);
  }

  /** Whether the gate reached the place before all clients had everything. */
  private static boolean awaitHit(Path announcement, List<? extends CompletableFuture<?>> clients)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      if (Files.exists(announcement)) {
        return true;
      }
      if (clients.stream().allMatch(CompletableFuture::isDone)) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new AssertionError("neither reached nor finished");
  }
}
