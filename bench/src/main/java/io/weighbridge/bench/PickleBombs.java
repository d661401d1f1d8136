package io.weighbridge.bench;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.FileContent;
import io.weighbridge.pickle.PickleContext;
import io.weighbridge.pickle.PickleReport;
import io.weighbridge.pickle.Pickles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Streams that are small and stand for a lot, and large ones of which little is opcodes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class PickleBombs {
  /** Which file. */
  public enum Bomb {
    /** Tuples doubled 64 times. */
    TUPLES,
    /** Lists doubled 40 times through the memo. */
    LISTS,
    /** Lists that are filled after they were put into each other. */
    LATE_LISTS,
    /** A million doublings of a tuple that is dropped again. */
    MANY_TUPLES,
    /** A byte string of 1 GiB, in a file. */
    GIBIBYTE
  }

  @Param({"TUPLES", "LISTS", "LATE_LISTS", "MANY_TUPLES", "GIBIBYTE"})
  public Bomb bomb = Bomb.TUPLES;

  private byte[] bytes = {};
  private Path file = Path.of("");

  @Setup
  public void write() throws IOException {
    var text = new StringBuilder("\u0080\4");
    switch (bomb) {
      case TUPLES -> text.append(")").append("2\u0086".repeat(64));
      case LISTS -> {
        text.append("]");
        for (int i = 0; i < 40; i++) {
          text.append("\u00940]h").append((char) i).append("ah").append((char) i).append('a');
        }
      }
      case LATE_LISTS -> {
        for (int i = 0; i <= 60; i++) {
          text.append("]q").append((char) i).append('0');
        }
        for (int i = 0; i < 60; i++) {
          String next = "h" + (char) (i + 1) + "a";
          text.append('h').append((char) i).append(next).append(next).append('0');
        }
        text.append("h\0");
      }
      case MANY_TUPLES -> text.append(")").append("2\u0086".repeat(1_000_000));
      case GIBIBYTE -> {
        file = Files.createTempFile("weighbridge", ".pkl");
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
          out.write("\u0080\4\u008e\0\0\0\u0040\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
          out.seek(out.length() + (1L << 30));
          out.write('.');
        }
      }
    }
    bytes = text.append('.').toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @TearDown
  public void delete() throws IOException {
    if (bomb == Bomb.GIBIBYTE) {
      Files.delete(file);
    }
  }

  @Benchmark
  public PickleReport analyze() {
    try (Content content =
        bomb == Bomb.GIBIBYTE ? FileContent.open(file) : new BytesContent(bytes)) {
      return Pickles.analyze(content, Budget.standard(), PickleContext.WHOLE);
    }
  }
}
