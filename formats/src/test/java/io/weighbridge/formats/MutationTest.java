package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is changed in a file, opening it ends with a view whose spans cover every byte, or with
 * an exception of ours.
 */
class MutationTest {
  private static final Map<String, byte[]> SAMPLES = new LinkedHashMap<>();

  static {
    for (String name : new String[] {"earliest", "latest", "external", "virtual"}) {
      SAMPLES.put("hdf5-" + name, Hdf5Test.file(name + ".h5"));
    }
    SAMPLES.put(
        "safetensors",
        new Bytes()
            .number(54, 8)
            .text("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}")
            .zeros(16)
            .bytes());
    SAMPLES.put(
        "npy",
        Bytes.of("\u0093NUMPY\1\0")
            .number(60, 2)
            .text("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }  \n")
            .zeros(16)
            .bytes());
    var tensor = new Bytes().field(1, 4).field(2, 1).field(8, "w").field(9, new byte[16]);
    var node = new Bytes().field(1, "x").field(2, "y").field(4, "Add");
    SAMPLES.put(
        "onnx",
        new Bytes()
            .field(1, 8)
            .field(7, new Bytes().field(1, node).field(2, "g").field(5, tensor))
            .field(8, new Bytes().field(1, "").field(2, 17))
            .bytes());
    SAMPLES.put(
        "gguf",
        Bytes.of("GGUF")
            .number(3, 4)
            .number(1, 8)
            .number(1, 8)
            .number(1, 8)
            .text("a")
            .number(9, 4)
            .number(8, 4)
            .number(1, 8)
            .number(3, 8)
            .text("xyz")
            .number(1, 8)
            .text("w")
            .number(1, 4)
            .number(8, 8)
            .number(0, 4)
            .number(0, 8)
            .zeros(64)
            .bytes());
    SAMPLES.put("flax", Bytes.of("\u0081\u00a6params\u0081\u00a1w\u00c7\5\1hello").bytes());
    SAMPLES.put(
        "ubjson",
        Bytes.of("{L").big(7, 8).text("learner[$d#L").big(2, 8).zeros(8).text("}").bytes());
    SAMPLES.put(
        "rds",
        Bytes.of("X\n")
            .big(2, 4)
            .big(1, 4)
            .big(1, 4)
            .big(19, 4)
            .big(2, 4)
            .big(254, 4)
            .big(13, 4)
            .big(1, 4)
            .big(7, 4)
            .bytes());
    SAMPLES.put(
        "ggml",
        Bytes.of("lmgg")
            .zeros(44)
            .number(2, 4)
            .number(3, 4)
            .zeros(24)
            .number(1, 4)
            .number(2, 4)
            .text("ab")
            .number(1, 4)
            .number(1, 4)
            .number(0, 4)
            .number(4, 4)
            .text("w")
            .zeros(16)
            .bytes());
    SAMPLES.put(
        "film",
        new Bytes().big(16, 4).text("ftypisom").big(0, 4).big(12, 4).text("mdatxxxx").bytes());
    SAMPLES.put("xml", Bytes.of("<?xml version='1.0'?><net a='1'><l type='X'/></net>").bytes());
    SAMPLES.put("pickle", Bytes.of("\u0080\2cos\nsystem\nX\1\0\0\0x\u0085R.").bytes());
  }

  static Stream<String> samples() {
    return SAMPLES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void mutationsNeverEscapeTheirExceptions(String name) {
    byte[] sample = java.util.Objects.requireNonNull(SAMPLES.get(name));
    var random = new Random(name.hashCode());
    int rounds = sample.length > 4000 ? 1500 : 800;
    for (int i = 0; i < rounds; i++) {
      byte[] mutated = mutate(sample, random);
      try {
        open(mutated);
      } catch (ContentException | FormatException | BudgetExceeded expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  private static byte[] mutate(byte[] sample, Random random) {
    byte[] mutated =
        random.nextInt(10) == 0
            ? java.util.Arrays.copyOf(sample, random.nextInt(sample.length + 1))
            : sample.clone();
    for (int flips = random.nextInt(4); flips >= 0 && mutated.length > 0; flips--) {
      int at = random.nextInt(mutated.length);
      mutated[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt(256);
            case 1 -> (byte) 0xFF;
            case 2 -> 0;
            default -> (byte) (mutated[at] + 1);
          };
    }
    return mutated;
  }

  private static void open(byte[] bytes) {
    var budget =
        new Budget(new Budget.Limits(1 << 26, 1 << 24, 20_000, 10_000, 4, Duration.ofMinutes(5)));
    Content content = new BytesContent(bytes);
    Format format = Formats.identify(content, budget);
    Formats.others(content, format, budget);
    try (View view = Formats.open(content, format, budget)) {
      long at = 0;
      for (Span span : view.spans().list()) {
        assertThat(span.offset()).isEqualTo(at);
        at = span.end();
      }
      assertThat(at).isEqualTo(bytes.length);
      for (Part part : view.parts()) {
        part.verify(budget);
        part.open(budget).forEach(Content::close);
      }
    }
  }
}
