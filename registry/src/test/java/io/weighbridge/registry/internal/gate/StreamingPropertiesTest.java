package io.weighbridge.registry.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.formats.Formats;
import io.weighbridge.formats.Span;
import io.weighbridge.formats.Spans;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.internal.store.ByteSource;
import io.weighbridge.scan.Scanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever the archive, whatever the upstream lies about, and whatever is asked for while it
 * arrives: what a client can put together is the exact file of an admitted revision, or incomplete;
 * and every interpreted byte of it is one that was judged.
 */
class StreamingPropertiesTest {
  private static final String SEED = "20261125";
  private static final int TRIES = 120;
  private static Path folder = Path.of("");
  private static final TestGate.Setup SETUP = new TestGate.Setup();
  private static Optional<TestGate> opened = Optional.empty();
  private static int next;
  private static int complete;
  private static int cut;

  /** How the bytes that are streamed differ from those that ranges gave. */
  enum Lie {
    NONE,
    ANYWHERE,
    IN_JUDGED,
    IN_TAIL,
    SHORT,
    LONG
  }

  /** A request, in thousandths of the file; the kind decides what of it counts. */
  record Ask(Kind kind, int from, int to) {
    enum Kind {
      ALL,
      RESUME,
      SUFFIX,
      BOUNDED
    }

    long first(long size) {
      return switch (kind) {
        case ALL -> 0;
        case RESUME, BOUNDED -> size * from / 1001;
        case SUFFIX -> size - 1 - size * from / 1001;
      };
    }

    long last(long size) {
      return kind == Kind.BOUNDED
          ? Math.min(size - 1, first(size) + (size - first(size)) * to / 1000)
          : size - 1;
    }
  }

  /** One case. */
  record Case(boolean zip, int parts, long seed, Lie lie, List<Ask> asks) {}

  @BeforeContainer
  static void open() throws IOException {
    folder = Files.createTempDirectory("streaming");
    SETUP.judge = Scanner.standard()::scan;
    SETUP.rules = Scanner.rulesDigest();
    opened = Optional.of(SETUP.open(folder));
  }

  private static TestGate gate() {
    return opened.orElseThrow();
  }

  @AfterContainer
  static void close() throws IOException {
    gate().close();
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    // A property that ran one branch only would say nothing.
    assertThat(next).isEqualTo(TRIES);
    assertThat(complete).isGreaterThan(TRIES / 20);
    assertThat(cut).isGreaterThan(TRIES / 4);
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Ask> asks =
        Combinators.combine(
                Arbitraries.of(Ask.Kind.class),
                Arbitraries.integers().between(0, 1000),
                Arbitraries.integers().between(0, 1000))
            .as(Ask::new);
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.integers().between(1, 9),
            Arbitraries.longs(),
            Arbitraries.of(Lie.class),
            asks.list().ofMinSize(1).ofMaxSize(8))
        .as(Case::new);
  }

  @Property(tries = TRIES, seed = SEED, shrinking = ShrinkingMode.OFF)
  void whatIsPutTogetherIsTheExactFileOrIncomplete(@ForAll("cases") Case one) throws Exception {
    var random = new Random(one.seed());
    byte[] file =
        one.zip() ? Archives.torch(one.parts(), random) : Archives.safetensors(one.parts(), random);
    String path = one.zip() ? "pytorch_model.bin" : "model.safetensors";
    String id = "org/case-" + next++;
    Spans spans = Formats.spans(new BytesContent(file), Budget.standard());
    var valve = new Valve();
    SETUP.hub.taps.put(path, valve);
    SETUP.hub.lies.put(path, lie(one.lie(), file, spans, random));
    CommitId commit =
        SETUP
            .hub
            .repo(id)
            .popular()
            .push(Map.of("config.json", "{}".getBytes(StandardCharsets.UTF_8), path, file));

    Answer answer = gate().ask(id, "main");
    assertThat(answer).isInstanceOf(Answer.Served.class);
    byte[] got = new byte[file.length];
    boolean[] known = new boolean[file.length];
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (Ask ask : one.asks()) {
        Callable<Object> pull =
            () -> {
              pull((Answer.Served) answer, path, ask, got, known);
              return known;
            };
        running.add(threads.submit(pull));
        valve.openTo(random.nextInt(file.length));
      }
      valve.openTo(Long.MAX_VALUE);
      for (Future<?> pull : running) {
        settle(pull);
      }
    }
    gate().awaitEnd(id, commit);
    if (gate().ask(id, "main") instanceof Answer.Served now) {
      pull(now, path, new Ask(Ask.Kind.ALL, 0, 0), got, known);
    }
    check(id, spans, file, got, known);
  }

  private static void check(String id, Spans spans, byte[] file, byte[] got, boolean[] known) {
    boolean all = IntStream.range(0, known.length).allMatch(i -> known[i]);
    RevisionState state =
        gate()
            .gate
            .record(ModelId.parse(id).orElseThrow())
            .orElseThrow()
            .revisions()
            .getFirst()
            .state();
    Statistics.collect(all ? "complete" : "incomplete");
    if (all) {
      complete++;
      assertThat(Arrays.equals(got, file)).as("the exact file").isTrue();
      assertThat(state).isEqualTo(RevisionState.ADMITTED);
    } else {
      cut++;
      assertThat(state).isEqualTo(RevisionState.REFUSED);
    }
    for (Span span : spans.list()) {
      for (int i = (int) span.offset(); span.kind() != Span.Kind.INERT && i < span.end(); i++) {
        if (known[i] && got[i] != file[i]) {
          throw new AssertionError("an interpreted byte that was not judged, at " + i);
        }
      }
    }
  }

  private static void settle(Future<?> pull) throws InterruptedException {
    try {
      pull.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Keeps what a client would get of a range, until it ends or is cut. */
  private static void pull(
      Answer.Served served, String path, Ask ask, byte[] got, boolean[] known) {
    ServedFile file = served.revision().file(path).orElseThrow();
    long first = ask.first(got.length);
    long last = ask.last(got.length);
    Opening opening =
        gate().gate.open(served.revision(), file, first, last, Duration.ofSeconds(20));
    if (!(opening instanceof Opening.Bytes(Opening.Source bytes))) {
      return;
    }
    var buffer = ByteBuffer.allocate(50_000);
    try (ByteSource source = bytes.open()) {
      for (long at = first; at <= last; ) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), last - at + 1));
        int read = source.read(buffer, at);
        synchronized (got) {
          for (int i = 0; i < read; i++) {
            got[(int) at + i] = buffer.get(i);
            known[(int) at + i] = true;
          }
        }
        at += read;
      }
    } catch (IOException e) {
      // cut: what came before counts
    } catch (RuntimeException e) {
      throw new UncheckedIOException(new IOException(path + " " + ask, e));
    }
  }

  private static byte[] lie(Lie lie, byte[] file, Spans spans, Random random) {
    byte[] other = file.clone();
    switch (lie) {
      case NONE -> {}
      case ANYWHERE -> other[random.nextInt(file.length)] ^= 1;
      case IN_TAIL -> other[file.length - 1 - random.nextInt(128 << 10)] ^= 1;
      case IN_JUDGED -> {
        List<Span> judged =
            spans.list().stream().filter(span -> span.kind() == Span.Kind.JUDGED).toList();
        Span span = judged.get(random.nextInt(judged.size()));
        // A border, or within.
        long at =
            switch (random.nextInt(3)) {
              case 0 -> span.offset();
              case 1 -> span.end() - 1;
              default -> span.offset() + random.nextLong(span.length());
            };
        other[(int) at] ^= 1;
      }
      case SHORT -> other = Arrays.copyOf(file, file.length - 1 - random.nextInt(1000));
      case LONG -> other = Arrays.copyOf(file, file.length + 1 + random.nextInt(1000));
    }
    return other;
  }
}
