package io.weighbridge.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentTest {
  @TempDir Path folder;

  @Test
  void everyRangeIsReadAsItIsInTheFile() throws IOException {
    byte[] bytes = new byte[40_000];
    var random = new Random(3);
    random.nextBytes(bytes);
    Path path = Files.write(folder.resolve("f"), bytes);
    try (Content file = FileContent.open(path)) {
      for (int i = 0; i < 2000; i++) {
        int at = random.nextInt(bytes.length + 10);
        var into = ByteBuffer.allocate(1 + random.nextInt(random.nextBoolean() ? 40 : 20_000));
        int expected = Math.clamp(bytes.length - at, 0, into.capacity());
        assertThat(file.read(at, into)).isEqualTo(expected);
        assertThat(into.position()).isEqualTo(expected);
        int from = Math.min(at, bytes.length);
        assertThat(Arrays.copyOf(into.array(), expected))
            .isEqualTo(Arrays.copyOfRange(bytes, from, from + expected));
      }
    }
  }

  @Test
  void aFileThatWasCutAfterItWasOpenedEndsEarly() throws IOException {
    Path path = Files.write(folder.resolve("f"), new byte[100]);
    try (Content file = FileContent.open(path)) {
      Files.write(path, new byte[30]);
      assertThat(file.size()).isEqualTo(100);
      assertThat(file.read(20, ByteBuffer.allocate(50))).isEqualTo(10);
      assertThat(file.read(60, ByteBuffer.allocate(10))).isZero();
    }
  }
}
