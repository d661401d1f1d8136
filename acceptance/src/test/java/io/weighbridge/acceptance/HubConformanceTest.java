package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real huggingface_hub clients of three generations drive the gate through every check of the
 * contract but publishing; the upstream is the reference hub, then a second gate before it.
 */
class HubConformanceTest {
  private static final Pattern RESULT = Pattern.compile("(?m)^(PASS|FAIL|SKIP) (\\w+)");

  @ParameterizedTest(name = "{0}, upstream: {1}")
  @CsvSource({
    "hub-0.36,hub",
    "hub-1,hub",
    "hub-2,hub",
    "hub-0.36,gate",
    "hub-1,gate",
    "hub-2,gate"
  })
  void everyReadCheckPasses(String client, String upstreamKind) throws Exception {
    Path python = Places.python(client);
    Path folder = Places.fresh("conformance-" + client + "-" + upstreamKind);
    try (Recorder hub = Recorder.start(folder);
        GateProcess first =
            GateProcess.start(folder.resolve("first"), hub.url, Policies.STANDARD_AND_ONE_DENIED)) {
      if (upstreamKind.equals("hub")) {
        check(python, first, folder);
      } else {
        try (GateProcess second =
            GateProcess.start(
                folder.resolve("second"), first.url, Policies.STANDARD_AND_ONE_DENIED)) {
          check(python, second, folder);
        }
      }
    }
  }

  private static void check(Path python, GateProcess gate, Path folder) throws Exception {
    Path output = folder.resolve("conformance.out");
    try (Proc proc =
        Proc.start(
            output,
            Map.of(),
            List.of(
                python.toString(),
                Places.TOOLS.resolve("hub_conformance.py").toString(),
                "--endpoint",
                gate.url,
                "--repo",
                "org/tiny",
                "--tag",
                "v1",
                "--token",
                gate.adminToken(),
                "--bad-token",
                "hf_bad",
                "--blocked",
                "org/blocked"))) {
      int exit = proc.await(Duration.ofMinutes(5));
      String text = proc.output();
      long passed =
          RESULT.matcher(text).results().filter(match -> match.group(1).equals("PASS")).count();
      List<String> skipped =
          RESULT
              .matcher(text)
              .results()
              .filter(match -> match.group(1).equals("SKIP"))
              .map(match -> match.group(2))
              .toList();
      assertThat(exit).as(text + "\n" + gate.output()).isZero();
      assertThat(skipped)
          .as("only publishing is left out")
          .allMatch(name -> name.startsWith("publish_"));
      assertThat(passed).as(text).isGreaterThanOrEqualTo(29);
    }
  }
}
