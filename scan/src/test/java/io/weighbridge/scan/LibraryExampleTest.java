package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The five lines of {@code docs/library.md}, as they stand there. */
class LibraryExampleTest {
  // begin
  static ScanReport judge(Path folder) {
    Scanner scanner = Scanner.standard();
    ScanReport report = scanner.scan("model", FolderFiles.of(folder));
    for (FileReport file : report.files()) {
      System.out.println(file.path() + ": " + file.verdict().text() + " " + file.findings());
    }
    return report;
  }

  // end

  @Test
  void theFiveLinesJudgeAFolder(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("m.pkl"), "cos\nsystem\n(S'true'\ntR.");
    assertThat(judge(folder).verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void theDocumentationShowsTheseLines() throws IOException {
    Path root = Path.of(System.getProperty("weighbridge.root"));
    String page = Files.readString(root.resolve("docs/library.md"));
    String source =
        Files.readString(
            root.resolve("scan/src/test/java/io/weighbridge/scan/LibraryExampleTest.java"));
    String lines =
        source
            .substring(source.indexOf("// begin"), source.indexOf("    return report;"))
            .replace("FolderFiles.of(folder)", "FolderFiles.of(Path.of(\"model\"))")
            .replaceFirst("(?s).*?\\{\n", "")
            .stripIndent()
            .strip();
    assertThat(page.replaceAll("(?m)^ +", "")).contains(lines.replaceAll("(?m)^ +", ""));
  }
}
