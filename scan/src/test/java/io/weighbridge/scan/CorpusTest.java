package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The development corpus: 452 items of published techniques and their benign look-alikes, written
 * by {@code generate.py} from the acceptance module.
 */
class CorpusTest {
  @TempDir static Path corpus;
  static List<Json> index = List.of();

  @BeforeAll
  static void generate() throws IOException, InterruptedException {
    Path script =
        Path.of(System.getProperty("weighbridge.root"))
            .resolve("acceptance/src/test/resources/corpus/generate.py");
    Process process =
        new ProcessBuilder("python3", script.toString(), corpus.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
    String text = Files.readString(corpus.resolve("index.json"));
    index = ((Json.Arr) Json.parse(text)).items();
  }

  private static Verdict scan(Json item) {
    Path path = corpus.resolve(item.text("path").orElseThrow());
    List<ScanFile> files =
        Files.isDirectory(path)
            ? FolderFiles.of(path)
            : List.of(
                new ScanFile(
                    path.getFileName().toString(),
                    () -> io.weighbridge.content.FileContent.open(path)));
    Verdict worst = Verdict.SAFE;
    for (FileReport file : Scanner.standard().scan(path.toString(), files).files()) {
      worst = worst.worst(file.verdict());
    }
    return worst;
  }

  private static boolean isAcceptable(Json item, Verdict verdict) {
    String word = verdict == Verdict.SAFE ? "benign" : verdict.text();
    return item.items("acceptable").contains(Json.of(word));
  }

  @Test
  void everyItemGetsAnAcceptableVerdict() {
    assertThat(index).hasSize(452);
    var wrong = new ArrayList<String>();
    for (Json item : index) {
      Verdict verdict = scan(item);
      if (!isAcceptable(item, verdict)) {
        wrong.add(
            item.text("id").orElseThrow()
                + " "
                + item.text("technique").orElseThrow()
                + ": "
                + verdict);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Families F00 to F09: everything that is a pickle and nothing else. */
  @Test
  void atLeast95PercentOfMaliciousPicklesAreCalledSoAndNoneIsSafe() {
    int malicious = 0;
    int called = 0;
    var missed = new ArrayList<String>();
    var flagged = new ArrayList<String>();
    for (Json item : index) {
      String family = item.text("family").orElseThrow();
      String id = item.text("id").orElseThrow();
      if (family.matches("F0[0-9].*")
          && item.text("expected").filter("malicious"::equals).isPresent()) {
        malicious++;
        Verdict verdict = scan(item);
        called += verdict == Verdict.MALICIOUS ? 1 : 0;
        if (verdict == Verdict.SAFE) {
          missed.add(id);
        }
      } else if (family.equals("B-pickle") && scan(item) != Verdict.SAFE) {
        flagged.add(id);
      }
    }
    assertThat(malicious).isGreaterThan(150);
    assertThat(missed).isEmpty();
    assertThat(flagged).isEmpty();
    assertThat(called * 100 / malicious).isGreaterThanOrEqualTo(95);
  }
}
