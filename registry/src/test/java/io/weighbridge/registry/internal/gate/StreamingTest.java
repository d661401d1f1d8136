package io.weighbridge.registry.internal.gate;

import static io.weighbridge.registry.internal.gate.Streamed.TAIL;
import static io.weighbridge.registry.internal.gate.Streamed.WEIGHTS;
import static io.weighbridge.registry.internal.gate.Streamed.changed;
import static io.weighbridge.registry.internal.gate.Streamed.drain;
import static io.weighbridge.registry.internal.gate.Streamed.read;
import static io.weighbridge.registry.internal.gate.Streamed.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Refs;
import io.weighbridge.policy.Policy;
import io.weighbridge.registry.RegistryConfig.Limits;
import io.weighbridge.registry.internal.store.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revision that is served while it arrives: what goes out when, and what never does. */
class StreamingTest {
  @TempDir Path folder;
  private final Streamed at = new Streamed(() -> folder);

  @AfterEach
  void close() {
    at.close();
  }

  private String ledger() throws IOException {
    return Files.readString(folder.resolve("ledger/000001.jsonl"));
  }

  @Test
  void isServedWhileItArrivesAndOnRecordWhenItHas() throws IOException {
    byte[] weights = weights("good");
    CommitId commit = at.push("org/good", weights);
    Answer.Served served = at.served("org/good", "main");
    assertThat(served.revision().commit()).isEqualTo(commit);
    assertThat(at.state("org/good")).isEqualTo(RevisionState.WEIGHING);
    assertThat(ledger()).contains("\"provisional\"").doesNotContain("\"admitted\"");
    assertThat(at.open(served, WEIGHTS, 0, weights.length - 1))
        .isInstanceOfSatisfying(
            Opening.Not.class, not -> assertThat(not.answer()).isInstanceOf(Answer.Weighing.class));
    at.valve.openTo(1 << 20);
    try (ByteSource source = at.stream(served, 0)) {
      assertThat(read(source, 0, 1 << 20)).isEqualTo(Arrays.copyOf(weights, 1 << 20));
      at.valve.openTo(weights.length);
      assertThat(read(source, 0, weights.length)).isEqualTo(weights);
    }
    at.awaitEnd("org/good", commit);
    assertThat(at.state("org/good")).isEqualTo(RevisionState.ADMITTED);
    assertThat(ledger()).contains("\"admitted\"");
    assertThat(at.setup.hub.streamCalls).hasValue(2);
    assertThat(read(at.stream(at.served("org/good", commit.hex()), 0), 0, weights.length))
        .isEqualTo(weights);
  }

  @Test
  void theTailIsHeldUntilTheStoredBytesAreJudged() throws Exception {
    byte[] weights = weights("held");
    var reached = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    at.setup.scan.before =
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
    at.push("org/held", weights);
    at.valve.openTo(weights.length);
    Answer.Served served = at.served("org/held", "main");
    try (ByteSource source = at.stream(served, 0)) {
      int free = weights.length - TAIL;
      assertThat(read(source, 0, free)).isEqualTo(Arrays.copyOf(weights, free));
      reached.await();
      assertThat(at.open(served, WEIGHTS, free, weights.length - 1))
          .isInstanceOf(Opening.Not.class);
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
    CommitId commit = at.push("org/lie", weights);
    at.setup.hub.lies.put(WEIGHTS, changed(weights, weights.length / 2));
    Answer.Served served = at.served("org/lie", "main");
    at.valve.openTo(1);
    var got = drain(at.stream(served, 0), weights.length);
    at.valve.openTo(weights.length);
    assertThat(got.get()).hasSizeLessThanOrEqualTo(weights.length - TAIL);
    assertThat(at.refused("org/lie", commit.hex()).text()).contains("announced sha256");
    assertThat(at.refused("org/lie", "main").servedBefore()).isTrue();
    assertThat(ledger()).contains("announced sha256");
  }

  @Test
  void aLieAboutJudgedBytesStopsBeforeThem() throws Exception {
    byte[] weights = weights("head");
    CommitId commit = at.push("org/head", weights);
    at.setup.hub.lies.put(WEIGHTS, changed(weights, 30));
    Answer.Served served = at.served("org/head", "main");
    Opening opening = at.open(served, WEIGHTS, 0, weights.length - 1);
    assertThat(opening).isInstanceOf(Opening.Not.class);
    at.valve.openTo(weights.length);
    at.awaitEnd("org/head", commit);
    assertThat(at.refused("org/head", commit.hex()).text())
        .contains("sends other bytes at 30 than those that were judged");
  }

  @Test
  void whatOnlyTheStoredBytesShowIsRefusedBeforeTheTail() throws Exception {
    byte[] weights = weights("late");
    byte[] evil = "EVIL".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(evil, 0, weights, weights.length / 2, evil.length);
    CommitId commit = at.push("org/late", weights);
    Answer.Served served = at.served("org/late", "main");
    at.valve.openTo(1);
    var got = drain(at.stream(served, 0), weights.length);
    at.valve.openTo(weights.length);
    assertThat(got.get()).hasSizeLessThanOrEqualTo(weights.length - TAIL);
    assertThat(at.refused("org/late", commit.hex()).text()).contains("os.system");
    assertThat(at.state("org/late")).isEqualTo(RevisionState.WITHDRAWN);
  }

  @Test
  void boundedRangesComeFromJudgedBytesOrFromAProvenFile() throws Exception {
    byte[] weights = weights("range");
    CommitId commit = at.push("org/range", weights);
    Answer.Served served = at.served("org/range", "main");
    Opening head = at.open(served, WEIGHTS, 8, 19);
    assertThat(head).isInstanceOf(Opening.Bytes.class);
    try (ByteSource source = ((Opening.Bytes) head).source().open()) {
      assertThat(read(source, 8, 12)).isEqualTo(Arrays.copyOfRange(weights, 8, 20));
    }
    at.valve.openTo(4 << 20);
    try (ByteSource source = at.stream(served, 0)) {
      read(source, 0, 4 << 20);
    }
    assertThat(at.open(served, WEIGHTS, 1 << 20, 2 << 20)).isInstanceOf(Opening.Not.class);
    assertThat(at.open(served, WEIGHTS, 0, 1 << 20)).isInstanceOf(Opening.Not.class);
    assertThat(at.open(served, WEIGHTS, weights.length - 8, weights.length - 1))
        .isInstanceOf(Opening.Not.class);
    try (ByteSource source = at.stream(served, 3 << 20)) {
      assertThat(read(source, 3 << 20, 1000))
          .isEqualTo(Arrays.copyOfRange(weights, 3 << 20, (3 << 20) + 1000));
    }
    at.valve.openTo(weights.length);
    at.awaitEnd("org/range", commit);
    assertThat(at.open(served, WEIGHTS, 1 << 20, 2 << 20)).isInstanceOf(Opening.Bytes.class);
  }

  @Test
  void readersGoAtTheirOwnPaceAndShareOneDownload() throws Exception {
    byte[] weights = weights("shared");
    at.push("org/shared", weights);
    Answer.Served served = at.served("org/shared", "main");
    at.valve.openTo(1 << 20);
    ByteSource first = at.stream(served, 0);
    read(first, 0, 10);
    try (ByteSource slow = at.stream(served, 0)) {
      first.close(); // the one who came first leaves
      at.valve.openTo(weights.length);
      assertThat(drain(at.stream(served, 0), weights.length).get()).isEqualTo(weights);
      assertThat(read(slow, 0, weights.length)).isEqualTo(weights);
    }
    assertThat(at.setup.hub.streamCalls).hasValue(2);
  }

  @Test
  void aLiarDoesNotHarmAnotherModelThatAnnouncesTheSameDigest() throws Exception {
    byte[] weights = weights("same");
    CommitId lying = at.push("org/liar", weights);
    at.setup.hub.lies.put(WEIGHTS, changed(weights, weights.length / 2));
    Answer.Served first = at.served("org/liar", "main");
    at.valve.openTo(1);
    at.stream(first, 0).close();
    at.valve.breakAt(6 << 20); // what it sent so far stays here
    at.awaitEnd("org/liar", lying);
    at.setup.hub.lies.clear();
    at.setup.hub.taps.clear();
    at.setup
        .hub
        .repo("org/honest")
        .push(Map.of("config.json", "{}".getBytes(StandardCharsets.UTF_8), WEIGHTS, weights));
    assertThat(drain(at.stream(at.served("org/honest", "main"), 0), weights.length).get())
        .isEqualTo(weights);
  }

  @Test
  void whatWaitsForAPersonIsNotFetchedAndStreamsOnceApproved() throws Exception {
    byte[] weights = weights("ODD");
    CommitId commit = at.push("org/odd", weights);
    assertThat(at.refused("org/odd", "main").waiting()).isTrue();
    assertThat(at.setup.hub.streamCalls).hasValue(1); // the configuration
    assertThat(at.gate().approve("org/odd", commit.hex()).text()).contains("is admitted");
    assertThat(hasPassport("org/odd", commit)).as("signed before it is proven").isFalse();
    at.valve.openTo(weights.length);
    assertThat(drain(at.stream(at.served("org/odd", "main"), 0), weights.length).get())
        .isEqualTo(weights);
    at.awaitEnd("org/odd", commit);
    assertThat(hasPassport("org/odd", commit)).isTrue();
  }

  private boolean hasPassport(String id, CommitId commit) {
    return at.gate().gate.passports().of(ModelId.parse(id).orElseThrow(), commit.hex()).isPresent();
  }

  @Test
  void whatAnotherPolicyAdmitsFromEvidenceAloneIsFetchedAndProvenFirst() throws Exception {
    byte[] weights = weights("ODD");
    CommitId commit = at.push("org/odd", weights);
    assertThat(at.refused("org/odd", "main").waiting()).isTrue();
    at.close();
    at.setup.policy =
        Policy.parse(
            Policy.standardText()
                .replace("allow: []", "allow:\n  - model: org/odd\n    reason: looked at it"));
    at.valve.openTo(1);
    Answer.Served served = at.served("org/odd", commit.hex());
    assertThat(hasPassport("org/odd", commit)).isFalse();
    var got = drain(at.stream(served, 0), weights.length);
    at.valve.openTo(weights.length);
    assertThat(got.get()).isEqualTo(weights);
    at.awaitEnd("org/odd", commit);
    assertThat(hasPassport("org/odd", commit)).isTrue();
  }

  @Test
  void whatIsRefusedUnfetchedDoesNotCountAsFetched() {
    at.setup.limits = new Limits(1_000, 12 << 20, 4, 1L << 40, 0);
    at.push("org/odd", weights("ODD"));
    assertThat(at.refused("org/odd", "main").waiting()).isTrue();
    at.push("org/next", weights("next"));
    assertThat(at.served("org/next", "main").revision().files()).hasSize(2);
    at.push("org/third", weights("third"));
    assertThat(at.gate().ask("org/third", "main")).isInstanceOf(Answer.Limited.class);
  }

  @Test
  void aFileThatIsLeftOutDoesNotStream() throws Exception {
    byte[] weights = weights("kept");
    CommitId commit =
        at.setup
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
    at.setup.hub.taps.put(WEIGHTS, at.valve);
    final Answer.Served served = at.served("org/mixed", "main");
    assertThat(served.revision().filtered()).isTrue();
    assertThat(served.revision().file("other.safetensors")).isEmpty();
    assertThat(served.revision().commit()).isNotEqualTo(commit);
    assertThat(at.refused("org/mixed", commit.hex()).text()).contains("--revision");
    at.valve.openTo(1);
    var got = drain(at.stream(served, 0), weights.length);
    String id = served.revision().commit().hex();
    assertThat(at.served("org/mixed", id).revision().commit().hex()).isEqualTo(id);
    assertThat(at.gate().gate.refs(ModelId.parse("org/mixed").orElseThrow(), TestGate.ADA))
        .isInstanceOfSatisfying(
            Gate.Outcome.Of.class,
            of ->
                assertThat(((Refs) of.value()).branches())
                    .containsEntry("main", served.revision().commit()));
    at.valve.openTo(weights.length);
    assertThat(got.get()).isEqualTo(weights);
    at.awaitEnd("org/mixed", commit);
    assertThat(at.state("org/mixed")).isEqualTo(RevisionState.FILTERED);
    assertThat(at.served("org/mixed", "main").revision().commit().hex()).isEqualTo(id);
  }

  @Test
  void whatActsOnAPrefixIsFetchedWholeFirst() throws Exception {
    byte[] pickle = new byte[2 << 20];
    Arrays.fill(pickle, (byte) '.');
    at.setup.hub.taps.put("model.bin", at.valve);
    at.setup.hub.repo("org/raw").push(Map.of("model.bin", pickle));
    assertThat(at.gate().askNow("org/raw", "main")).isInstanceOf(Answer.Weighing.class);
    at.valve.openTo(pickle.length - 1);
    assertThat(at.gate().askNow("org/raw", "main")).isInstanceOf(Answer.Weighing.class);
    at.valve.openTo(pickle.length);
    at.gate().ask("org/raw", "main");
    assertThat(at.setup.scan.scans).hasValue(1);
  }

  @Test
  void noMoreIsReadOfAFailedArrival() throws Exception {
    byte[] weights = weights("cut");
    at.push("org/cut", weights);
    Answer.Served served = at.served("org/cut", "main");
    at.valve.openTo(2 << 20);
    try (ByteSource source = at.stream(served, 0)) {
      read(source, 0, 1 << 20);
      at.setup.hub.lies.put(WEIGHTS, weights);
      at.valve.breakAt(2 << 20);
      assertThatThrownBy(() -> read(source, 1 << 20, 4 << 20)).isInstanceOf(IOException.class);
    }
  }
}
