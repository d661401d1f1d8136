package io.weighbridge.registry.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.json.Json;
import io.weighbridge.registry.LedgerCheck;
import io.weighbridge.registry.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  @TempDir Path data;
  private Path folder;
  private Path file;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(data.resolve("ledger"));
    file = folder.resolve("000001.jsonl");
  }

  private static LedgerEntry decision(String model) {
    return new LedgerEntry(
        LedgerEntry.Type.DECISION, Json.object().put("model", model).put("note", "ä\n").build());
  }

  private void record(String... models) {
    try (var ledger = Ledger.open(folder, CLOCK)) {
      Arrays.stream(models).map(LedgerTest::decision).forEach(ledger::record);
    }
  }

  @Test
  void recordedEntriesVerifyAndSurviveReopening() {
    record("a/one", "a/two");
    record("a/three");
    LedgerCheck check = LedgerCheck.verify(data);
    assertThat(check.sound()).as(check.problem()).isTrue();
    assertThat(check.entries()).isEqualTo(3);
    assertThat(check.batches()).isEqualTo(3);
    assertThat(check.unsealed()).isZero();
    assertThat(check.head()).hasSize(64).isNotEqualTo("0".repeat(64));
  }

  @Test
  void whatIsAcknowledgedIsOnDisk() {
    try (var ledger = Ledger.open(folder, CLOCK)) {
      for (int i = 1; i <= 3; i++) {
        ledger.record(decision("a/" + i));
        assertThat(LedgerCheck.verify(data).entries()).isEqualTo(i);
      }
    }
  }

  @Test
  void manyThreadsShareBatches() throws Exception {
    try (var ledger = Ledger.open(folder, CLOCK);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all =
          java.util.stream.IntStream.range(0, 200)
              .<Future<?>>mapToObj(i -> threads.submit(() -> ledger.record(decision("m/" + i))))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }
    LedgerCheck check = LedgerCheck.verify(data);
    assertThat(check.sound()).as(check.problem()).isTrue();
    assertThat(check.entries()).isEqualTo(200);
  }

  @Test
  void cutAtAnyByteOfTheLastBatchItKeepsEverythingBeforeAndGoesOn() throws IOException {
    record("a/one", "a/two");
    long sealed = Files.size(file);
    record("a/three");
    byte[] whole = Files.readAllBytes(file);
    for (int cut = (int) sealed; cut <= whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      assertThat(LedgerCheck.verify(data).sound()).as("cut at %d", cut).isTrue();
      record("a/after");
      LedgerCheck check = LedgerCheck.verify(data);
      assertThat(check.sound()).as("cut at %d: %s", cut, check.problem()).isTrue();
      assertThat(check.unsealed()).isZero();
      assertThat(Arrays.copyOf(Files.readAllBytes(file), (int) sealed))
          .isEqualTo(Arrays.copyOf(whole, (int) sealed));
      assertThat(Files.readString(file)).contains("a/after");
    }
  }

  @Test
  void anyChangedByteIsFound() throws IOException {
    record("a/one", "a/two");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length - 1; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      LedgerCheck check = LedgerCheck.verify(data);
      // A change of the last batch's own line shows in its digest, which is what others keep.
      if (check.sound()) {
        assertThat(new String(changed, StandardCharsets.UTF_8).substring(at))
            .as("byte %d", at)
            .doesNotContain("\"batch\"");
        Files.write(file, whole);
        assertThat(check.head()).isNotEqualTo(LedgerCheck.verify(data).head());
      }
    }
  }

  @Test
  void aRemovedBatchIsFoundAndTheServerRefusesToGoOn() throws IOException {
    record("a/one", "a/two", "a/three");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.get(0), lines.get(1), lines.get(4), lines.get(5)));
    LedgerCheck check = LedgerCheck.verify(data);
    assertThat(check.sound()).isFalse();
    assertThat(check.problem()).isEqualTo("000001.jsonl line 3 should be entry 2");
    assertThatThrownBy(() -> Ledger.open(folder, CLOCK))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("the ledger is damaged: 000001.jsonl line 3");
  }

  @Test
  void theChainRunsThroughFilesAndAMissingOneIsFound() throws IOException {
    record("a/one");
    Files.createFile(folder.resolve("000002.jsonl"));
    record("a/two");
    Files.createFile(folder.resolve("000003.jsonl"));
    record("a/three");
    LedgerCheck check = LedgerCheck.verify(data);
    assertThat(check.sound()).as(check.problem()).isTrue();
    assertThat(check.entries()).isEqualTo(3);
    Files.delete(folder.resolve("000002.jsonl"));
    assertThat(LedgerCheck.verify(data).problem()).isEqualTo("000002.jsonl is missing");
  }

  @Test
  void linesAreCanonicalJson() throws IOException {
    record("a/one");
    assertThat(Files.readAllLines(file).getFirst())
        .isEqualTo(
            "{\"model\":\"a/one\",\"n\":1,\"note\":\"ä\\n\",\"time\":\"2026-01-02T03:04:05Z\","
                + "\"type\":\"decision\"}");
  }

  @Test
  void aFieldTooLongForALineIsStoodForByItsDigest() throws IOException {
    try (var ledger = Ledger.open(folder, CLOCK)) {
      ledger.record(
          new LedgerEntry(
              LedgerEntry.Type.DECISION,
              Json.object().put("model", "a/one").put("text", "x".repeat(600_000)).build()));
    }
    assertThat(Files.readAllLines(file).getFirst())
        .contains("\"model\":\"a/one\"")
        .contains("\"text\":{\"omitted\":\"" + Json.of("x".repeat(600_000)).digest() + "\"}");
    assertThat(LedgerCheck.verify(data).sound()).isTrue();
  }

  @Test
  void afterClosingNothingIsAcknowledged() {
    var ledger = Ledger.open(folder, CLOCK);
    ledger.close();
    assertThatThrownBy(() -> ledger.record(decision("a/one")))
        .isInstanceOf(RegistryException.class);
  }

  @Test
  void noLedgerIsAnError() {
    assertThatThrownBy(() -> LedgerCheck.verify(data.resolve("elsewhere")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no ledger in");
  }
}
