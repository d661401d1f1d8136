package io.weighbridge.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SevenZipArchiveTest {
  @TempDir Path folder;
  private final Budget budget = Budget.standard();

  private byte[] archive(String... names) throws IOException {
    Path path = folder.resolve("x.7z");
    try (var out = new SevenZOutputFile(path.toFile())) {
      for (String name : names) {
        var entry = new SevenZArchiveEntry();
        entry.setName(name);
        out.putArchiveEntry(entry);
        out.write(("data of " + name).getBytes(StandardCharsets.UTF_8));
        out.closeArchiveEntry();
      }
    }
    return Files.readAllBytes(path);
  }

  @Test
  void membersAreUnpacked() throws IOException {
    try (var archive = SevenZipArchive.open(new BytesContent(archive("a", "b")), budget);
        Content data = archive.open(archive.members().get(1), budget)) {
      assertThat(archive.problems()).isEmpty();
      assertThat(new String(data.bytes(0, (int) data.size()), StandardCharsets.UTF_8))
          .isEqualTo("data of b");
    }
  }

  @Test
  void namesThatLeaveAreReported() throws IOException {
    try (var archive = SevenZipArchive.open(new BytesContent(archive("../x")), budget)) {
      assertThat(archive.problems())
          .extracting(Problem::rule)
          .containsExactly("archive/path-traversal");
    }
  }

  @Test
  void mutatedArchivesNeverEscapeTheirExceptions() throws IOException {
    byte[] whole = archive("a", "b", "c");
    var random = new Random(3);
    for (int i = 0; i < 200; i++) {
      byte[] mutated = whole.clone();
      mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
      try (var archive = SevenZipArchive.open(new BytesContent(mutated), budget)) {
        for (SevenZipMember member : archive.members()) {
          try (Content data = archive.open(member, budget)) {
            data.bytes(0, (int) Math.min(100, data.size()));
          }
        }
      } catch (ContentException | BudgetExceeded expected) {
        assertThat(expected).isNotNull();
      }
    }
  }

  @Test
  void otherBytesAreRefused() {
    assertThatThrownBy(() -> SevenZipArchive.open(new BytesContent(new byte[100]), budget))
        .isInstanceOf(ContentException.class);
  }
}
