package io.weighbridge.content;

import static io.weighbridge.content.ZipBuilder.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is changed in a zip, reading it ends with a result or with an exception of ours. */
class ZipMutationTest {
  @Test
  void mutatedZipsNeverEscapeTheirExceptions() {
    byte[] whole =
        new ZipBuilder()
            .add("archive/data.pkl", "some data that is stored")
            .add(entry("archive/x", "packed ".repeat(50)).deflated())
            .add("archive/version", "3\n")
            .comment(new byte[30])
            .bytes();
    var random = new Random(17);
    int read = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] mutated = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int at = random.nextInt(mutated.length);
        mutated[at] =
            switch (random.nextInt(3)) {
              case 0 -> (byte) random.nextInt(256);
              case 1 -> (byte) 0xFF;
              default -> (byte) (mutated[at] + 1);
            };
      }
      read += read(mutated) ? 1 : 0;
    }
    assertThat(read).isGreaterThan(1000);
  }

  private static boolean read(byte[] bytes) {
    var budget =
        new Budget(new Budget.Limits(1 << 26, 1 << 22, 10_000, 1000, 4, Duration.ofMinutes(5)));
    try {
      ZipArchive zip = ZipArchive.open(new BytesContent(bytes), budget);
      zip.audit(budget);
      for (ZipMember member : zip.members()) {
        try {
          zip.compare(member, budget);
          zip.verify(member, budget);
          for (ZipReading reading : zip.readings(member, budget)) {
            try (reading) {
              reading.content().bytes(0, (int) Math.min(1000, reading.content().size()));
            }
          }
        } catch (ContentException expected) {
          assertThat(expected.getMessage()).isNotBlank();
        }
      }
      return true;
    } catch (ContentException | BudgetExceeded expected) {
      assertThat(expected.getMessage()).isNotBlank();
      return false;
    }
  }
}
