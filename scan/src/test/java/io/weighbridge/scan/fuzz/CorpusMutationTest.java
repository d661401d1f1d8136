package io.weighbridge.scan.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty mutations of every file of the development corpus, each judged in a heap of 256 MB (the
 * limit of this module's tests). Always the same fifty; {@code scripts/fuzz.sh mutations} runs
 * others.
 */
class CorpusMutationTest {
  @TempDir Path corpus;

  @Test
  void fiftyMutationsOfEveryFileEndWithAReport() throws Exception {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(256L << 20);
    Path script =
        Path.of(System.getProperty("weighbridge.root"))
            .resolve("acceptance/src/test/resources/corpus/generate.py");
    Process process =
        new ProcessBuilder("python3", script.toString(), corpus.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
    var run = new MutationRun(corpus.resolve("files"));
    assertThat(run.files()).isGreaterThanOrEqualTo(452);
    MutationRun.Outcome outcome = run.run(0, 50, 2);
    assertThat(outcome.defects).isEmpty();
    assertThat(outcome.mutations).isEqualTo(50L * run.files());
    // All three must occur, or the mutations test nothing.
    assertThat(outcome.verdicts).hasSize(3);
  }
}
