package io.weighbridge.registry.internal.gate;

import static io.weighbridge.registry.internal.gate.Streamed.TAIL;
import static io.weighbridge.registry.internal.gate.Streamed.WEIGHTS;
import static io.weighbridge.registry.internal.gate.Streamed.changed;
import static io.weighbridge.registry.internal.gate.Streamed.drain;
import static io.weighbridge.registry.internal.gate.Streamed.read;
import static io.weighbridge.registry.internal.gate.Streamed.weights;
import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.CommitId;
import io.weighbridge.registry.internal.store.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads that outlive a gate: what it goes on from, and what clients may go on with. */
class RestartTest {
  @TempDir Path folder;
  private final Streamed at = new Streamed(() -> folder);

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void aBrokenTransferIsCutAndGoesOnFromWhatIsPinned() throws Exception {
    byte[] weights = weights("broken");
    CommitId commit = at.push("org/broken", weights);
    Answer.Served served = at.served("org/broken", "main");
    at.valve.openTo(1);
    var got = drain(at.stream(served, 0), weights.length);
    at.valve.breakAt(6 << 20);
    assertThat(got.get()).isEqualTo(Arrays.copyOf(weights, got.get().length));
    at.awaitEnd("org/broken", commit);
    assertThat(at.gate().ask("org/broken", "main")).isInstanceOf(Answer.Unavailable.class);
    at.close();
    at.setup.hub.taps.clear();
    at.setup.hub.offsets.clear();
    served = at.served("org/broken", commit.hex());
    assertThat(drain(at.stream(served, 0), weights.length).get()).isEqualTo(weights);
    assertThat(at.setup.hub.offsets).containsExactly(0L, 6L << 20); // the configuration, the rest
  }

  @Test
  void aKilledGateGoesOnFromTheLastPin() throws Exception {
    byte[] weights = weights("killed");
    at.push("org/killed", weights);
    Path incoming = folder.resolve("incoming");
    Files.createDirectories(incoming);
    String scope = "hub org/killed\0" + weights.length;
    String key =
        FakeUpstream.sha("SHA-256", weights)
            + "-"
            + FakeUpstream.sha("SHA-256", scope.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    byte[] left = Arrays.copyOf(weights, 6 << 20);
    left[5 << 20] ^= 1; // what is behind the pin may be torn
    Files.write(incoming.resolve(key + ".part"), left);
    String begun = FakeUpstream.sha("SHA-256", Arrays.copyOf(weights, 4 << 20));
    Files.writeString(incoming.resolve(key + ".pin"), "%020d %s\n".formatted(4 << 20, begun));
    at.setup.hub.taps.clear();
    Answer.Served served = at.served("org/killed", "main");
    assertThat(drain(at.stream(served, 0), weights.length).get()).isEqualTo(weights);
    assertThat(at.setup.hub.offsets).contains(4L << 20);
  }

  /** As a killed gate leaves its folder: part files, pins and notes, and nothing on record. */
  private void kill() throws IOException {
    var left = new HashMap<String, byte[]>();
    Path incoming = folder.resolve("incoming");
    try (var files = Files.list(incoming)) {
      for (Path file : files.toList()) {
        left.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    at.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    for (var file : left.entrySet()) {
      Files.write(incoming.resolve(file.getKey()), file.getValue());
    }
    at.setup.hub.taps.clear();
    at.setup.hub.offsets.clear();
  }

  private byte[] given(String id, int length) throws IOException {
    Answer.Served served = at.served(id, "main");
    at.valve.openTo(length);
    try (ByteSource source = at.stream(served, 0)) {
      return read(source, 0, length);
    }
  }

  /** What a client gets that has the beginning already. */
  private byte[] rest(Answer.Served served, int from, int size) throws Exception {
    var got = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(100_000);
    try (ByteSource source = at.stream(served, from)) {
      while (from + got.size() < size) {
        buffer.clear();
        int read = source.read(buffer, from + got.size());
        got.write(buffer.array(), 0, read);
      }
    } catch (IOException e) {
      // cut: what came before counts
    }
    return got.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300_000, (4 << 20) + 77, 8 << 20})
  void whatAClientWasGivenIsWhatAKilledGateGoesOnFrom(int length) throws Exception {
    byte[] weights = weights("given");
    at.push("org/given", weights);
    assertThat(given("org/given", length)).isEqualTo(Arrays.copyOf(weights, length));
    kill();
    assertThat(rest(at.served("org/given", "main"), length, weights.length))
        .isEqualTo(Arrays.copyOfRange(weights, length, weights.length));
    assertThat(at.setup.hub.offsets).allMatch(offset -> offset == 0 || offset >= length);
    assertThat(at.setup.hub.offsets).filteredOn(offset -> offset > 0).hasSize(1);
  }

  @Test
  void whatALiarSentBeforeAKillIsNotCompletedWithTheTruthAfterwards() throws Exception {
    byte[] weights = weights("before");
    int length = 5 << 20;
    CommitId lying = at.push("org/before", weights);
    at.setup.hub.lies.put(WEIGHTS, changed(weights, 1 << 20));
    assertThat(given("org/before", length)).isNotEqualTo(Arrays.copyOf(weights, length));
    kill();
    at.setup.hub.lies.clear();
    assertThat(rest(at.served("org/before", "main"), length, weights.length))
        .hasSizeLessThanOrEqualTo(weights.length - length - TAIL);
    at.awaitEnd("org/before", lying);
    assertThat(at.refused("org/before", lying.hex()).text()).contains("announced sha256");

    CommitId honest =
        at.setup
            .hub
            .repo("org/before")
            .push(
                Map.of(
                    "config.json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8), WEIGHTS, weights));
    final Answer.Served now = at.served("org/before", honest.hex());
    assertThat(rest(now, 0, weights.length)).isEqualTo(weights);
    at.awaitEnd("org/before", honest);
    assertNotResumed(now, length, weights.length);
  }

  private void assertNotResumed(Answer.Served served, long first, int size) {
    assertThat(at.open(served, WEIGHTS, first, size - 1))
        .isInstanceOfSatisfying(
            Opening.Not.class,
            not ->
                assertThat(not.answer())
                    .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        why -> assertThat(why.text()).contains("delete the incomplete file")));
  }

  @Test
  void whatALiarSentIsNotCompletedWithAnotherModelsBytes() throws Exception {
    byte[] weights = weights("elsewhere");
    int length = 5 << 20;
    at.push("org/liar", weights);
    at.setup.hub.lies.put(WEIGHTS, changed(weights, 1 << 20));
    given("org/liar", length);
    kill();
    at.setup.hub.lies.clear();
    at.push("org/honest", weights);
    at.valve.openTo(weights.length);
    Answer.Served honest = at.served("org/honest", "main");
    assertThat(rest(honest, 0, weights.length)).isEqualTo(weights);
    at.awaitEnd("org/honest", honest.revision().commit());
    assertThat(rest(honest, length, weights.length))
        .isEqualTo(Arrays.copyOfRange(weights, length, weights.length));
    assertNotResumed(at.served("org/liar", "main"), length, weights.length);
  }

  @Test
  void whatALiarSendsAfterAKillNeverCompletesWhatWasSentBefore() throws Exception {
    byte[] weights = weights("after");
    int length = 5 << 20;
    CommitId commit = at.push("org/after", weights);
    assertThat(given("org/after", length)).isEqualTo(Arrays.copyOf(weights, length));
    kill();
    at.setup.hub.lies.put(WEIGHTS, changed(weights, 7 << 20));
    assertThat(rest(at.served("org/after", "main"), length, weights.length))
        .hasSizeLessThanOrEqualTo(weights.length - length - TAIL);
    at.awaitEnd("org/after", commit);
    assertThat(at.refused("org/after", commit.hex()).text()).contains("announced sha256");
  }

  @Test
  void aPartThatTheDiskLostIsFetchedAnewAndNotResumedByClients() throws Exception {
    byte[] weights = weights("torn");
    int length = 5 << 20;
    at.push("org/torn", weights);
    given("org/torn", length);
    kill();
    try (var files = Files.list(folder.resolve("incoming"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".part")).toList()) {
        Files.write(file, changed(Files.readAllBytes(file), 100_000));
      }
    }
    Answer.Served served = at.served("org/torn", "main");
    assertThat(rest(served, 0, weights.length)).isEqualTo(weights);
    assertNotResumed(served, length, weights.length);
    assertThat(at.open(served, WEIGHTS, 0, weights.length - 1)).isInstanceOf(Opening.Bytes.class);
  }
}
