package io.weighbridge.bench;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.pickle.PickleContext;
import io.weighbridge.pickle.PickleReport;
import io.weighbridge.pickle.Pickles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The pickle machine's opcode loop: time for streams of so many opcodes, to see that it grows with
 * their number and no faster. {@code bench/opcodes.py} runs it and makes the table.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx256m"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class OpcodeLoop {
  /** What the opcodes do. */
  public enum Shape {
    /** A list of integers. */
    NUMBERS,
    /** A dict of texts and tuples, as a state dict is. */
    STATE,
    /** Objects that are created and filled. */
    CALLS,
    /** Values from the memo. */
    MEMO,
    /** Protocol 0: text lines. */
    TEXT
  }

  @Param({"NUMBERS", "STATE", "CALLS", "MEMO", "TEXT"})
  public Shape shape = Shape.NUMBERS;

  @Param({"1000", "10000", "100000", "1000000", "2000000"})
  public int opcodes = 1000;

  private byte[] stream = {};

  @Setup
  public void write() {
    stream = written(shape, opcodes);
  }

  /** A stream of about that many opcodes. */
  static byte[] written(Shape shape, int opcodes) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, (byte) (shape == Shape.TEXT ? 0 : 4)});
    out.writeBytes(latin1(shape == Shape.STATE ? "}" : "]"));
    int written = 3;
    out.writeBytes(latin1(shape == Shape.MEMO ? "K\1q\0a" : ""));
    for (int i = 0; written < opcodes; i++) {
      switch (shape) {
        case NUMBERS -> {
          out.writeBytes(new byte[] {'J', (byte) i, (byte) (i >> 8), (byte) (i >> 16), 0, 'a'});
          written += 2;
        }
        case STATE -> {
          out.writeBytes(latin1("\u008c\7layer.w"));
          out.writeBytes(latin1("K\1K\2\u0086s"));
          written += 5;
        }
        case CALLS -> {
          out.writeBytes(latin1("ccollections\nOrderedDict\n)R\u008c\1aK\1sa"));
          written += 7;
        }
        case MEMO -> {
          out.writeBytes(latin1("h\0a"));
          written += 2;
        }
        case TEXT -> {
          out.writeBytes(latin1("I" + i + "\naF1.5\na"));
          written += 4;
        }
      }
    }
    out.write('.');
    return out.toByteArray();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Benchmark
  public PickleReport analyze() {
    return Pickles.analyze(new BytesContent(stream), Budget.standard(), PickleContext.WHOLE);
  }
}
