package io.weighbridge.registry.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,3-4",
        "bytes=5-2",
        "bytes=-",
        "bytes=a-b",
        "bytes=--5",
        "items=0-1",
        "0-1",
        "bytes 0-1",
        ""
      })
  void severalRangesAndMalformedOnesAreIgnored(String range) {
    assertThat(of(range, 10)).isEqualTo(new ByteRange.Whole());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-, 0, 9",
    "bytes=9-, 9, 9",
    "bytes=3-5, 3, 5",
    "bytes=3-500, 3, 9",
    "bytes=-3, 7, 9",
    "bytes=-300, 0, 9",
    "bytes=0-99999999999999999999999999, 0, 9",
    "BYTES=0000000000000000000000000001-2, 1, 2",
  })
  void oneRangeIsTaken(String range, long first, long last) {
    assertThat(of(range, 10)).isEqualTo(new ByteRange.Part(first, last));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=10-, 10",
    "bytes=99999999999999999999999-, 10",
    "bytes=-0, 10",
    "bytes=-5, 0",
    "bytes=0-0, 0"
  })
  void beyondTheEndIsUnsatisfiable(String range, long size) {
    assertThat(of(range, size)).isEqualTo(new ByteRange.Unsatisfiable());
  }

  @Test
  void ifRangeOfOtherBytesAsksForTheWhole() {
    Optional<String> range = Optional.of("bytes=1-2");
    assertThat(ByteRange.of(range, Optional.of("\"old\""), "\"new\"", 10))
        .isEqualTo(new ByteRange.Whole());
    assertThat(ByteRange.of(range, Optional.of("W/\"new\""), "\"new\"", 10))
        .isEqualTo(new ByteRange.Whole());
    assertThat(ByteRange.of(range, Optional.of("\"new\""), "\"new\"", 10))
        .isEqualTo(new ByteRange.Part(1, 2));
  }

  private static ByteRange of(String range, long size) {
    return ByteRange.of(Optional.of(range), Optional.empty(), "\"x\"", size);
  }

  /** Whatever range is asked for, exactly those bytes arrive (seeded, over a socket). */
  @Test
  void everyRangeYieldsExactlyItsBytes(@TempDir Path folder) {
    var random = new Random(20260101);
    byte[] bytes = new byte[700_001];
    random.nextBytes(bytes);
    var gate = new FakeGate(folder);
    gate.serve("org/tiny", Map.of("model.safetensors", bytes));
    try (var server = new TestServer(gate, true)) {
      for (int round = 0; round < 200; round++) {
        int first = random.nextInt(bytes.length);
        int last = first + random.nextInt(round % 3 == 0 ? 10 : bytes.length);
        String range =
            switch (round % 4) {
              case 0 -> "bytes=" + first + "-";
              case 1 -> "bytes=-" + (bytes.length - first);
              default -> "bytes=" + first + "-" + last;
            };
        int end = round % 4 < 2 ? bytes.length : Math.min(bytes.length, last + 1);
        HttpResponse<byte[]> answer =
            server.get("/org/tiny/resolve/main/model.safetensors", "Range", range);
        assertThat(answer.statusCode()).as(range).isEqualTo(206);
        assertThat(answer.headers().firstValue("Content-Range"))
            .contains("bytes " + first + "-" + (end - 1) + "/" + bytes.length);
        assertThat(Arrays.equals(answer.body(), Arrays.copyOfRange(bytes, first, end)))
            .as(range)
            .isTrue();
      }
      HttpResponse<byte[]> beyond =
          server.get(
              "/org/tiny/resolve/main/model.safetensors", "Range", "bytes=" + bytes.length + "-");
      assertThat(beyond.statusCode()).isEqualTo(416);
      assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */" + bytes.length);
    }
  }
}
