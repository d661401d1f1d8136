package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.internal.store.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A gate whose models stream, and what clients of it do; for tests of what they get. */
final class Streamed implements AutoCloseable {
  static final String WEIGHTS = "model.safetensors";
  static final int TAIL = 128 << 10;
  private static final int TENSOR = 9 << 20;

  final TestGate.Setup setup = new TestGate.Setup();
  final Valve valve = new Valve();
  private final Supplier<Path> folder;
  private Optional<TestGate> opened = Optional.empty();

  /** A gate over a folder, which is asked for when the gate is opened. */
  Streamed(Supplier<Path> folder) {
    this.folder = folder;
  }

  TestGate gate() {
    if (opened.isEmpty()) {
      opened = Optional.of(setup.open(folder.get()));
    }
    return opened.get();
  }

  @Override
  public void close() {
    valve.openTo(Long.MAX_VALUE);
    opened.ifPresent(TestGate::close);
    opened = Optional.empty();
  }

  /** Weights whose header holds a word, with random numbers. */
  static byte[] weights(String word) {
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

  static byte[] changed(byte[] bytes, int at) {
    byte[] other = bytes.clone();
    other[at] ^= 1;
    return other;
  }

  CommitId push(String id, byte[] weights) {
    setup.hub.taps.put(WEIGHTS, valve);
    return setup
        .hub
        .repo(id)
        .push(Map.of("config.json", "{}".getBytes(StandardCharsets.UTF_8), WEIGHTS, weights));
  }

  Answer.Served served(String id, String revision) {
    Answer answer = gate().ask(id, revision);
    assertThat(answer).isInstanceOf(Answer.Served.class);
    return (Answer.Served) answer;
  }

  Answer.Refused refused(String id, String revision) {
    Answer answer = gate().ask(id, revision);
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return (Answer.Refused) answer;
  }

  Opening open(Answer.Served served, String path, long first, long last) {
    return gate()
        .gate
        .open(
            served.revision(),
            served.revision().file(path).orElseThrow(),
            first,
            last,
            Duration.ZERO);
  }

  ByteSource stream(Answer.Served served, long first) throws IOException {
    ServedFile file = served.revision().file(WEIGHTS).orElseThrow();
    Opening opening =
        gate().gate.open(served.revision(), file, first, file.file().size() - 1, TestGate.LONG);
    assertThat(opening).isInstanceOf(Opening.Bytes.class);
    return ((Opening.Bytes) opening).source().open();
  }

  /** Reads so many bytes; waits for them. */
  static byte[] read(ByteSource source, long from, int length) throws IOException {
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
  static CompletableFuture<byte[]> drain(ByteSource source, long size) {
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

  RevisionState state(String id) {
    return gate()
        .gate
        .record(ModelId.parse(id).orElseThrow())
        .orElseThrow()
        .revisions()
        .getFirst()
        .state();
  }

  void awaitEnd(String id, CommitId commit) {
    gate().awaitEnd(id, commit);
  }
}
