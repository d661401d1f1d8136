package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.evidence.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {
  @TempDir Path folder;

  @Test
  void hiddenFilesAreListedInOrder() throws IOException {
    Files.writeString(folder.resolve("b.txt"), "b");
    Files.createDirectories(folder.resolve(".cache/deep"));
    Files.writeString(folder.resolve(".cache/deep/.state"), "s");
    assertThat(FolderFiles.of(folder))
        .extracting(ScanFile::path)
        .containsExactly(".cache/deep/.state", "b.txt");
  }

  @Test
  void linksOutOfTheFolderAreFindingsAndNotFollowed(@TempDir Path elsewhere) throws IOException {
    Path secret = Files.writeString(elsewhere.resolve("secret"), "x");
    Files.createSymbolicLink(folder.resolve("weights.bin"), secret);
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));
    assertThat(FolderFiles.of(folder))
        .extracting(ScanFile::link)
        .doesNotContain(Optional.empty())
        .hasSize(2);
    ScanReport report = Scanner.standard().scan("f", FolderFiles.of(folder));
    assertThat(report.files().getLast().findings())
        .extracting(Finding::rule)
        .containsExactly("repo/link-leaves");
  }

  @Test
  void linksWithinTheFolderStandForTheirTarget() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "a");
    Files.createSymbolicLink(folder.resolve("b.txt"), Path.of("a.txt"));
    assertThat(FolderFiles.of(folder)).extracting(ScanFile::path).containsExactly("a.txt");
  }

  @Test
  void snapshotsOfAHubCacheLeadToTheirBlobs() throws IOException {
    Path repository = folder.resolve("models--a--b");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123"));
    Files.createDirectories(repository.resolve("blobs"));
    Files.writeString(repository.resolve("blobs/abcd"), "text");
    Files.createSymbolicLink(snapshot.resolve("README.md"), Path.of("../../blobs/abcd"));
    assertThat(FolderFiles.of(snapshot))
        .extracting(ScanFile::link)
        .containsExactly(Optional.empty());
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> FolderFiles.of(folder.resolve("none")))
        .isInstanceOf(ScanException.class)
        .hasMessageContaining("none");
  }
}
