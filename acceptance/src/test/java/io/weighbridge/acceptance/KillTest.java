package io.weighbridge.acceptance;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The gate is killed in the middle of cold downloads, at seeded points spread over its phases. A
 * client gets the right bytes or an error; after the restart the model arrives; the ledger is
 * whole, and knows of every file that a client had before the kill.
 */
class KillTest {
  private static final int DOWNLOADS = 20;
  private static final long SEED = 20261123;

  /** Where a kill is aimed, and up to which arrival there: see the registry's fault points. */
  private enum Phase {
    FETCH(3),
    JUDGE(1),
    STORE(3),
    LEDGER(2),
    SERVE(3);

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
    try (Recorder upstream = Recorder.start(folder);
        GateProcess gate =
            GateProcess.start(
                folder.resolve("gate"), upstream.url, Policies.STANDARD_AND_ONE_DENIED)) {
      gate.kill();
      gate.restart("-Dweighbridge.faults=" + faults);
      for (int i = 0; i < DOWNLOADS; i++) {
        String model = "acme/kill-" + i;
        Map<String, byte[]> files = model(random);
        upstream.publish(model, files, Set.of("model.safetensors"));

        Phase aim = Phase.values()[i % Phase.values().length];
        String arrival = aim + " " + (1 + random.nextInt(aim.arrivals));
        Files.writeString(faults.resolve("aim.tmp"), arrival);
        Files.move(faults.resolve("aim.tmp"), faults.resolve("aim"), ATOMIC_MOVE);
        var client = CompletableFuture.supplyAsync(() -> download(gate.url, model));
        if (awaitHit(faults.resolve("reached"), client)) {
          hits.merge(aim, 1, Integer::sum);
        }
        gate.kill();

        Map<String, byte[]> partial = client.get(90, TimeUnit.SECONDS);
        assertThat(files.keySet())
            .as("what the client had when %s was hit", aim)
            .containsAll(partial.keySet());
        partial.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(files.get(path)));
        partial.keySet().forEach(path -> pulls.add(model + " " + path));
        assertThat(recordedPulls(gate)).as("after a kill amid %s", aim).containsAll(pulls);

        Files.delete(faults.resolve("aim"));
        Files.deleteIfExists(faults.resolve("reached"));
        gate.restart("-Dweighbridge.faults=" + faults);
        Map<String, byte[]> whole = new HubClient(gate.url).snapshot(model, "main");
        assertThat(whole.keySet()).isEqualTo(files.keySet());
        whole.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(files.get(path)));
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
            + pulls.size());
    int aimed = DOWNLOADS / Phase.values().length;
    assertThat(hits)
        .as("every aim must have been hit")
        .hasSize(Phase.values().length)
        .allSatisfy((phase, count) -> assertThat(count).as(phase.name()).isEqualTo(aimed));
    assertThat(pulls).as("some clients must have had something").isNotEmpty();
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
    byte[] weights = new byte[3 << 20];
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
    files.put("model.safetensors", file.array());
    return files;
  }

  /** Whole files as far as they came; the gate's death ends it. */
  private static Map<String, byte[]> download(String url, String model) {
    var got = new LinkedHashMap<String, byte[]>();
    var client = new HubClient(url);
    try {
      String commit =
          Json.parse(
                  new String(
                      client.get("/api/models/" + model + "/revision/main"),
                      StandardCharsets.UTF_8))
              .text("sha")
              .orElseThrow();
      for (String path : List.of("config.json", "README.md", "model.safetensors")) {
        got.put(path, client.get("/" + model + "/resolve/" + commit + "/" + path));
      }
    } catch (IOException | HubClient.Refused e) {
      return got;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return got;
  }

  /** Whether the gate reached the place before the client had everything. */
  private static boolean awaitHit(Path announcement, CompletableFuture<?> client)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      if (Files.exists(announcement)) {
        return true;
      }
      if (client.isDone()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new AssertionError("neither reached nor finished");
  }
}
