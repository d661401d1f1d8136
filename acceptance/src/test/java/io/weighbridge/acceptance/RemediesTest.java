package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.scan.Remedy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The code that rules recommend, with the real libraries, on files that it makes itself. What needs
 * PyTorch is run by {@code scripts/remedies.py --slow}.
 */
class RemediesTest {
  static Stream<String> fast() {
    return Remedy.all().stream()
        .filter(remedy -> !remedy.environment().equals("models-torch"))
        .map(Remedy::name);
  }

  @ParameterizedTest
  @MethodSource("fast")
  void theCodeOfTheRemedyWorks(String name) throws IOException, InterruptedException {
    Remedy remedy =
        Remedy.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    String python =
        remedy.environment().equals("core")
            ? "python3"
            : Places.python(remedy.environment()).toString();
    Path folder = Places.fresh("remedy-" + name);
    String program =
        "import os; os.chdir("
            + quoted(folder)
            + ")\n"
            + remedy.before()
            + remedy.code()
            + remedy.after();
    try (Proc run = Proc.start(folder.resolve("log"), Map.of(), List.of(python, "-c", program))) {
      assertThat(run.await(Duration.ofMinutes(2))).as(run.output()).isZero();
    }
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
