package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.scan.FolderFiles;
import io.weighbridge.scan.Scanner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that the real libraries wrote: none of them is flagged. */
class RealModelsTest {
  @Test
  void nothingThatRealLibrariesWriteIsFlagged() throws Exception {
    Places.python("benign");
    Path log = Places.fresh("real-models").resolve("benign.log");
    String script = Places.ROOT.resolve("scripts/real-models.sh").toString();
    String said;
    try (Proc proc = Proc.start(log, Map.of(), List.of("sh", script, "benign"))) {
      // The libraries are there now: a section that cannot write its files is a failure.
      assertThat(proc.await(Duration.ofMinutes(10))).as(proc.output()).isZero();
      said = proc.output();
    }
    Path folder = Path.of(said.strip().lines().reduce((first, last) -> last).orElseThrow());
    List<FileReport> files =
        Scanner.standard().scan(folder.toString(), FolderFiles.of(folder)).files();
    assertThat(files).hasSize(345);
    var flagged = new ArrayList<String>();
    for (FileReport file : files) {
      if (file.verdict() != Verdict.SAFE || file.coverage() != Coverage.FULL) {
        flagged.add(file.path() + ": " + file.findings());
      }
    }
    assertThat(flagged).isEmpty();
  }
}
