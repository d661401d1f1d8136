package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Refs;
import io.weighbridge.policy.Policy;
import io.weighbridge.registry.RegistryConfig.Limits;
import io.weighbridge.registry.internal.store.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A revision that is served while it arrives: what goes out when, and what never does. */
class StreamingTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final int TENSOR = 9 << 20;
  private static final int TAIL = 128 << 10;

  @TempDir Path folder;
  private final TestGate.Setup setup = new TestGate.Setup();
  private final Valve valve = new Valve();
  private Optional<TestGate> opened = Optional.empty();

  private TestGate gate() {
    if (opened.isEmpty()) {
      opened = Optional.of(setup.open(folder));
    }
    return opened.get();
  }

  @AfterEach
  void close() {
    valve.openTo(Long.MAX_VALUE);
    opened.ifPresent(TestGate::close);
    opened = Optional.empty();
  }

  /** Weights whose header holds a word, with random numbers. */
  private static byte[] weights(String word) {
    byte[] header =
        "{\"__metadata__\":{\"word\":\"%s\"},\"w\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(word, TENSOR, TENSOR)
            .getBytes(StandardCharsets.UTF_8);
    byte[] numbers = new byte[TENSOR];
    new Random(word.hashCode()).nextBytes(numbers);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] &= 0x1f; // no letters, and so no words, by chance
    }
    return ByteBuffer.allocate(8 + header.length + TENSOR)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(numbers)
        .array();
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] other = bytes.clone();
    other[at] ^= 1;
    return other;
  }

  private CommitId push(String id, byte[] weights) {
    setup.hub.taps.put(WEIGHTS, valve);
    return setup
        .hub
        .repo(id)
        .push(Map.of("config.json", "{}".getBytes(StandardCharsets.UTF_8), WEIGHTS, weights));
  }

  private Answer.Served served(String id, String revision) {
    Answer answer = gate().ask(id, revision);
    assertThat(answer).isInstanceOf(Answer.Served.class);
    return (Answer.Served) answer;
  }

  private Answer.Refused refused(String id, String revision) {
    Answer answer = gate().ask(id, revision);
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return (Answer.Refused) answer;
  }

  private Opening open(Answer.Served served, String path, long first, long last) {
    return gate()
        .gate
        .open(
            served.revision(),
            served.revision().file(path).orElseThrow(),
            first,
            last,
            Duration.ZERO);
  }

  private ByteSource stream(Answer.Served served, long first) throws IOException {
    ServedFile file = served.revision().file(WEIGHTS).orElseThrow();
    Opening opening =
        gate().gate.open(served.revision(), file, first, file.file().size() - 1, TestGate.LONG);
    assertThat(opening).isInstanceOf(Opening.Bytes.class);
    return ((Opening.Bytes) opening).source().open();
  }

  /** Reads so many bytes; waits for them. */
  private static byte[] read(ByteSource source, long from, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int read = source.read(buffer, from + buffer.position());
      if (read < 0) {
        throw new IOException("ended");
      }
    }
    return buffer.array();
  }

  /** Everything that a client gets before the connection is cut, or the file ends. */
  private static CompletableFuture<byte[]> drain(ByteSource source, long size) {
    return CompletableFuture.supplyAsync(
        () -> {
          var got = new ByteArrayOutputStream();
          var buffer = ByteBuffer.allocate(100_000);
          try (source) {
            while (got.size() < size) {
              buffer.clear();
              int read = source.read(buffer, got.size());
              got.write(buffer.array(), 0, read);
            }
          } catch (IOException e) {
            // cut: what came before counts
          }
          return got.toByteArray();
        },
        task -> Thread.ofVirtual().start(task));
  }

  private RevisionState state(String id) {
    return gate()
        .gate
        .record(ModelId.parse(id).orElseThrow())
        .orElseThrow()
        .revisions()
        .getFirst()
        .state();
  }

  private void awaitEnd(String id, CommitId commit) {
    gate().awaitEnd(id, commit);
  }

  private String ledger() throws IOException {
    return Files.readString(folder.resolve("ledger/000001.jsonl"));
  }

  @Test
  void isServedWhileItArrivesAndOnRecordWhenItHas() throws IOException {
    byte[] weights = weights("good");
    CommitId commit = push("org/good", weights);
    Answer.Served served = served("org/good", "main");
    assertThat(served.revision().commit()).isEqualTo(commit);
    assertThat(state("org/good")).isEqualTo(RevisionState.WEIGHING);
    assertThat(ledger()).contains("\"provisional\"").doesNotContain("\"admitted\"");
    assertThat(open(served, WEIGHTS, 0, weights.length - 1))
        .isInstanceOfSatisfying(
            Opening.Not.class, not -> assertThat(not.answer()).isInstanceOf(Answer.Weighing.class));
    valve.openTo(1 << 20);
    try (ByteSource source = stream(served, 0)) {
      assertThat(read(source, 0, 1 << 20)).isEqualTo(Arrays.copyOf(weights, 1 << 20));
      valve.openTo(weights.length);
      assertThat(read(source, 0, weights.length)).isEqualTo(weights);
    }
    awaitEnd("org/good", commit);
    assertThat(state("org/good")).isEqualTo(RevisionState.ADMITTED);
    assertThat(ledger()).contains("\"admitted\"");
    assertThat(setup.hub.streamCalls).hasValue(2);
    assertThat(read(stream(served("org/good", commit.hex()), 0), 0, weights.length))
        .isEqualTo(weights);
  }

  @Test
  void theTailIsHeldUntilTheStoredBytesAreJudged() throws Exception {
    byte[] weights = weights("held");
    var reached = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    setup.scan.before =
        files -> {
          if (files.size() == 1) {
            reached.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    push("org/held", weights);
    valve.openTo(weights.length);
    Answer.Served served = served("org/held", "main");
    try (ByteSource source = stream(served, 0)) {
      int free = weights.length - TAIL;
      assertThat(read(source, 0, free)).isEqualTo(Arrays.copyOf(weights, free));
      reached.await();
      assertThat(open(served, WEIGHTS, free, weights.length - 1)).isInstanceOf(Opening.Not.class);
      var tail = CompletableFuture.supplyAsync(() -> tail(source, free));
      assertThat(tail).isNotDone();
      release.countDown();
      assertThat(tail.get()).isEqualTo(Arrays.copyOfRange(weights, free, weights.length));
    }
  }

  private static byte[] tail(ByteSource source, int free) {
    try {
      return read(source, free, TAIL);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLieAboutNumbersNeverCompletesAndIsRefusedAfterwards() throws Exception {
    byte[] weights = weights("lie");
    CommitId commit = push("org/lie", weights);
    setup.hub.lies.put(WEIGHTS, changed(weights, weights.length / 2));
    Answer.Served served = served("org/lie", "main");
    valve.openTo(1);
    var got = drain(stream(served, 0), weights.length);
    valve.openTo(weights.length);
    assertThat(got.get()).hasSizeLessThanOrEqualTo(weights.length - TAIL);
    assertThat(refused("org/lie", commit.hex()).text()).contains("announced sha256");
    assertThat(refused("org/lie", "main").servedBefore()).isTrue();
    assertThat(ledger()).contains("announced sha256");
  }

  @Test
  void aLieAboutJudgedBytesStopsBeforeThem() throws Exception {
    byte[] weights = weights("head");
    CommitId commit = push("org/head", weights);
    setup.hub.lies.put(WEIGHTS, changed(weights, 30));
    Answer.Served served = served("org/head", "main");
    Opening opening = open(served, WEIGHTS, 0, weights.length - 1);
    assertThat(opening).isInstanceOf(Opening.Not.class);
    valve.openTo(weights.length);
    awaitEnd("org/head", commit);
    assertThat(refused("org/head", commit.hex()).text())
        .contains("sends other bytes at 30 than those that were judged");
  }

  @Test
  void whatOnlyTheStoredBytesShowIsRefusedBeforeTheTail() throws Exception {
    byte[] weights = weights("late");
    byte[] evil = "EVIL".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(evil, 0, weights, weights.length / 2, evil.length);
    CommitId commit = push("org/late", weights);
    Answer.Served served = served("org/late", "main");
    valve.openTo(1);
    var got = drain(stream(served, 0), weights.length);
    valve.openTo(weights.length);
    assertThat(got.get()).hasSizeLessThanOrEqualTo(weights.length - TAIL);
    assertThat(refused("org/late", commit.hex()).text()).contains("os.system");
    assertThat(state("org/late")).isEqualTo(RevisionState.WITHDRAWN);
  }

  @Test
  void boundedRangesComeFromJudgedBytesOrFromAProvenFile() throws Exception {
    byte[] weights = weights("range");
    CommitId commit = push("org/range", weights);
    Answer.Served served = served("org/range", "main");
    Opening head = open(served, WEIGHTS, 8, 19);
    assertThat(head).isInstanceOf(Opening.Bytes.class);
    try (ByteSource source = ((Opening.Bytes) head).source().open()) {
      assertThat(read(source, 8, 12)).isEqualTo(Arrays.copyOfRange(weights, 8, 20));
    }
    valve.openTo(4 << 20);
    try (ByteSource source = stream(served, 0)) {
      read(source, 0, 4 << 20);
    }
    assertThat(open(served, WEIGHTS, 1 << 20, 2 << 20)).isInstanceOf(Opening.Not.class);
    assertThat(open(served, WEIGHTS, 0, 1 << 20)).isInstanceOf(Opening.Not.class);
    assertThat(open(served, WEIGHTS, weights.length - 8, weights.length - 1))
        .isInstanceOf(Opening.Not.class);
    try (ByteSource source = stream(served, 3 << 20)) {
      assertThat(read(source, 3 << 20, 1000))
          .isEqualTo(Arrays.copyOfRange(weights, 3 << 20, (3 << 20) + 1000));
    }
    valve.openTo(weights.length);
    awaitEnd("org/range", commit);
    assertThat(open(served, WEIGHTS, 1 << 20, 2 << 20)).isInstanceOf(Opening.Bytes.class);
  }

  @Test
  void readersGoAtTheirOwnPaceAndShareOneDownload() throws Exception {
    byte[] weights = weights("shared");
    push("org/shared", weights);
    Answer.Served served = served("org/shared", "main");
    valve.openTo(1 << 20);
    ByteSource first = stream(served, 0);
    read(first, 0, 10);
    try (ByteSource slow = stream(served, 0)) {
      first.close(); // the one who came first leaves
      valve.openTo(weights.length);
      assertThat(drain(stream(served, 0), weights.length).get()).isEqualTo(weights);
      assertThat(read(slow, 0, weights.length)).isEqualTo(weights);
    }
    assertThat(setup.hub.streamCalls).hasValue(2);
  }

  @Test
  void aBrokenTransferIsCutAndGoesOnFromWhatIsPinned() throws Exception {
    byte[] weights = weights("broken");
    CommitId commit = push("org/broken", weights);
    Answer.Served served = served("org/broken", "main");
    valve.openTo(1);
    var got = drain(stream(served, 0), weights.length);
    valve.breakAt(6 << 20);
    assertThat(got.get()).isEqualTo(Arrays.copyOf(weights, got.get().length));
    awaitEnd("org/broken", commit);
    assertThat(gate().ask("org/broken", "main")).isInstanceOf(Answer.Unavailable.class);
    close();
    setup.hub.taps.clear();
    setup.hub.offsets.clear();
    served = served("org/broken", commit.hex());
    assertThat(drain(stream(served, 0), weights.length).get()).isEqualTo(weights);
    assertThat(setup.hub.offsets).containsExactly(0L, 6L << 20); // the configuration, the rest
  }

  @Test
  void aKilledGateGoesOnFromTheLastPin() throws Exception {
    byte[] weights = weights("killed");
    push("org/killed", weights);
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
    setup.hub.taps.clear();
    Answer.Served served = served("org/killed", "main");
    assertThat(drain(stream(served, 0), weights.length).get()).isEqualTo(weights);
    assertThat(setup.hub.offsets).contains(4L << 20);
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
    close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    for (var file : left.entrySet()) {
      Files.write(incoming.resolve(file.getKey()), file.getValue());
    }
    setup.hub.taps.clear();
    setup.hub.offsets.clear();
  }

  private byte[] given(String id, int length) throws IOException {
    Answer.Served served = served(id, "main");
    valve.openTo(length);
    try (ByteSource source = stream(served, 0)) {
      return read(source, 0, length);
    }
  }

  /** What a client gets that has the beginning already. */
  private byte[] rest(Answer.Served served, int from, int size) throws Exception {
    var got = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(100_000);
    try (ByteSource source = stream(served, from)) {
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
    push("org/given", weights);
    assertThat(given("org/given", length)).isEqualTo(Arrays.copyOf(weights, length));
    kill();
    assertThat(rest(served("org/given", "main"), length, weights.length))
        .isEqualTo(Arrays.copyOfRange(weights, length, weights.length));
    assertThat(setup.hub.offsets).allMatch(offset -> offset == 0 || offset >= length);
    assertThat(setup.hub.offsets).filteredOn(offset -> offset > 0).hasSize(1);
  }

  @Test
  void whatALiarSentBeforeAKillIsNotCompletedWithTheTruthAfterwards() throws Exception {
    byte[] weights = weights("before");
    int length = 5 << 20;
    CommitId lying = push("org/before", weights);
    setup.hub.lies.put(WEIGHTS, changed(weights, 1 << 20));
    assertThat(given("org/before", length)).isNotEqualTo(Arrays.copyOf(weights, length));
    kill();
    setup.hub.lies.clear();
    assertThat(rest(served("org/before", "main"), length, weights.length))
        .hasSizeLessThanOrEqualTo(weights.length - length - TAIL);
    awaitEnd("org/before", lying);
    assertThat(refused("org/before", lying.hex()).text()).contains("announced sha256");

    CommitId honest =
        setup
            .hub
            .repo("org/before")
            .push(
                Map.of(
                    "config.json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8), WEIGHTS, weights));
    final Answer.Served now = served("org/before", honest.hex());
    assertThat(rest(now, 0, weights.length)).isEqualTo(weights);
    awaitEnd("org/before", honest);
    assertNotResumed(now, length, weights.length);
  }

  private void assertNotResumed(Answer.Served served, long first, int size) {
    assertThat(open(served, WEIGHTS, first, size - 1))
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
    push("org/liar", weights);
    setup.hub.lies.put(WEIGHTS, changed(weights, 1 << 20));
    given("org/liar", length);
    kill();
    setup.hub.lies.clear();
    push("org/honest", weights);
    valve.openTo(weights.length);
    Answer.Served honest = served("org/honest", "main");
    assertThat(rest(honest, 0, weights.length)).isEqualTo(weights);
    awaitEnd("org/honest", honest.revision().commit());
    assertThat(rest(honest, length, weights.length))
        .isEqualTo(Arrays.copyOfRange(weights, length, weights.length));
    assertNotResumed(served("org/liar", "main"), length, weights.length);
  }

  @Test
  void whatALiarSendsAfterAKillNeverCompletesWhatWasSentBefore() throws Exception {
    byte[] weights = weights("after");
    int length = 5 << 20;
    CommitId commit = push("org/after", weights);
    assertThat(given("org/after", length)).isEqualTo(Arrays.copyOf(weights, length));
    kill();
    setup.hub.lies.put(WEIGHTS, changed(weights, 7 << 20));
    assertThat(rest(served("org/after", "main"), length, weights.length))
        .hasSizeLessThanOrEqualTo(weights.length - length - TAIL);
    awaitEnd("org/after", commit);
    assertThat(refused("org/after", commit.hex()).text()).contains("announced sha256");
  }

  @Test
  void aPartThatTheDiskLostIsFetchedAnewAndNotResumedByClients() throws Exception {
    byte[] weights = weights("torn");
    int length = 5 << 20;
    push("org/torn", weights);
    given("org/torn", length);
    kill();
    try (var files = Files.list(folder.resolve("incoming"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".part")).toList()) {
        Files.write(file, changed(Files.readAllBytes(file), 100_000));
      }
    }
    Answer.Served served = served("org/torn", "main");
    assertThat(rest(served, 0, weights.length)).isEqualTo(weights);
    assertNotResumed(served, length, weights.length);
    assertThat(open(served, WEIGHTS, 0, weights.length - 1)).isInstanceOf(Opening.Bytes.class);
  }

  @Test
  void aLiarDoesNotHarmAnotherModelThatAnnouncesTheSameDigest() throws Exception {
    byte[] weights = weights("same");
    CommitId lying = push("org/liar", weights);
    setup.hub.lies.put(WEIGHTS, changed(weights, weights.length / 2));
    Answer.Served first = served("org/liar", "main");
    valve.openTo(1);
    stream(first, 0).close();
    valve.breakAt(6 << 20); // what it sent so far stays here
    awaitEnd("org/liar", lying);
    setup.hub.lies.clear();
    setup.hub.taps.clear();
    setup
        .hub
        .repo("org/honest")
        .push(Map.of("config.json", "{}".getBytes(StandardCharsets.UTF_8), WEIGHTS, weights));
    assertThat(drain(stream(served("org/honest", "main"), 0), weights.length).get())
        .isEqualTo(weights);
  }

  @Test
  void whatWaitsForAPersonIsNotFetchedAndStreamsOnceApproved() throws Exception {
    byte[] weights = weights("ODD");
    CommitId commit = push("org/odd", weights);
    assertThat(refused("org/odd", "main").waiting()).isTrue();
    assertThat(setup.hub.streamCalls).hasValue(1); // the configuration
    assertThat(gate().approve("org/odd", commit.hex()).text()).contains("is admitted");
    assertThat(hasPassport("org/odd", commit)).as("signed before it is proven").isFalse();
    valve.openTo(weights.length);
    assertThat(drain(stream(served("org/odd", "main"), 0), weights.length).get())
        .isEqualTo(weights);
    awaitEnd("org/odd", commit);
    assertThat(hasPassport("org/odd", commit)).isTrue();
  }

  private boolean hasPassport(String id, CommitId commit) {
    return gate().gate.passports().of(ModelId.parse(id).orElseThrow(), commit.hex()).isPresent();
  }

  @Test
  void whatAnotherPolicyAdmitsFromEvidenceAloneIsFetchedAndProvenFirst() throws Exception {
    byte[] weights = weights("ODD");
    CommitId commit = push("org/odd", weights);
    assertThat(refused("org/odd", "main").waiting()).isTrue();
    close();
    setup.policy =
        Policy.parse(
            Policy.standardText()
                .replace("allow: []", "allow:\n  - model: org/odd\n    reason: looked at it"));
    valve.openTo(1);
    Answer.Served served = served("org/odd", commit.hex());
    assertThat(hasPassport("org/odd", commit)).isFalse();
    var got = drain(stream(served, 0), weights.length);
    valve.openTo(weights.length);
    assertThat(got.get()).isEqualTo(weights);
    awaitEnd("org/odd", commit);
    assertThat(hasPassport("org/odd", commit)).isTrue();
  }

  @Test
  void whatIsRefusedUnfetchedDoesNotCountAsFetched() {
    setup.limits = new Limits(1_000, 12 << 20, 4, 1L << 40, 0);
    push("org/odd", weights("ODD"));
    assertThat(refused("org/odd", "main").waiting()).isTrue();
    push("org/next", weights("next"));
    assertThat(served("org/next", "main").revision().files()).hasSize(2);
    push("org/third", weights("third"));
    assertThat(gate().ask("org/third", "main")).isInstanceOf(Answer.Limited.class);
  }

  @Test
  void aFileThatIsLeftOutDoesNotStream() throws Exception {
    byte[] weights = weights("kept");
    CommitId commit =
        setup
            .hub
            .repo("org/mixed")
            .push(
                Map.of(
                    "config.json",
                    "{}".getBytes(StandardCharsets.UTF_8),
                    WEIGHTS,
                    weights,
                    "other.safetensors",
                    weights("ODD")));
    setup.hub.taps.put(WEIGHTS, valve);
    final Answer.Served served = served("org/mixed", "main");
    assertThat(served.revision().filtered()).isTrue();
    assertThat(served.revision().file("other.safetensors")).isEmpty();
    assertThat(served.revision().commit()).isNotEqualTo(commit);
    assertThat(refused("org/mixed", commit.hex()).text()).contains("--revision");
    valve.openTo(1);
    var got = drain(stream(served, 0), weights.length);
    String id = served.revision().commit().hex();
    assertThat(served("org/mixed", id).revision().commit().hex()).isEqualTo(id);
    assertThat(gate().gate.refs(ModelId.parse("org/mixed").orElseThrow(), TestGate.ADA))
        .isInstanceOfSatisfying(
            Gate.Outcome.Of.class,
            of ->
                assertThat(((Refs) of.value()).branches())
                    .containsEntry("main", served.revision().commit()));
    valve.openTo(weights.length);
    assertThat(got.get()).isEqualTo(weights);
    awaitEnd("org/mixed", commit);
    assertThat(state("org/mixed")).isEqualTo(RevisionState.FILTERED);
    assertThat(served("org/mixed", "main").revision().commit().hex()).isEqualTo(id);
  }

  @Test
  void whatActsOnAPrefixIsFetchedWholeFirst() throws Exception {
    byte[] pickle = new byte[2 << 20];
    Arrays.fill(pickle, (byte) '.');
    setup.hub.taps.put("model.bin", valve);
    setup.hub.repo("org/raw").push(Map.of("model.bin", pickle));
    assertThat(gate().askNow("org/raw", "main")).isInstanceOf(Answer.Weighing.class);
    valve.openTo(pickle.length - 1);
    assertThat(gate().askNow("org/raw", "main")).isInstanceOf(Answer.Weighing.class);
    valve.openTo(pickle.length);
    gate().ask("org/raw", "main");
    assertThat(setup.scan.scans).hasValue(1);
  }

  @Test
  void noMoreIsReadOfAFailedArrival() throws Exception {
    byte[] weights = weights("cut");
    push("org/cut", weights);
    Answer.Served served = served("org/cut", "main");
    valve.openTo(2 << 20);
    try (ByteSource source = stream(served, 0)) {
      read(source, 0, 1 << 20);
      setup.hub.lies.put(WEIGHTS, weights);
      valve.breakAt(2 << 20);
      assertThatThrownBy(() -> read(source, 1 << 20, 4 << 20)).isInstanceOf(IOException.class);
    }
  }
}
