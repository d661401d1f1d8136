package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which rules have code; that the code works is shown by RemediesTest and scripts/remedies.py. */
class RemedyTest {
  /** A remedy that names something to type: a call, a keyword argument, a dotted or joined name. */
  private static final Pattern CODE =
      Pattern.compile("\\w+\\(|\\w+=\\w+|\\b[a-z]+\\.[a-z]+[._][a-z_]+\\b|\\b[a-z]+_[a-z_]+\\b");

  @Test
  void everyRemedyThatNamesCodeHasCodeThatIsRun() {
    List<Rule> naming =
        Scanner.rules().stream().filter(rule -> CODE.matcher(rule.remedy()).find()).toList();
    assertThat(naming).extracting(Rule::id).contains("yaml/python-object", "skops/untrusted-type");
    assertThat(naming)
        .allSatisfy(rule -> assertThat(Remedy.of(rule.id())).as(rule.id()).isNotEmpty());
  }

  @Test
  void everyFrameworkThatRulesSpeakOfHasItsWayOut() {
    assertThat(
            Stream.of(
                "pickle/dangerous-call",
                "torch/storage-mismatch",
                "npy/dtype",
                "keras/lambda",
                "skops/untrusted-type",
                "onnx/external-path",
                "yaml/python-object",
                "jinja/sandbox-escape",
                "config/remote-code",
                "archive/path-traversal"))
        .allSatisfy(rule -> assertThat(Remedy.of(rule)).as(rule).isNotEmpty());
  }

  @Test
  void theTableNamesRulesThatExistAndFilesThatAreThere() throws IOException {
    List<String> rules = Scanner.rules().stream().map(Rule::id).toList();
    for (Remedy remedy : Remedy.all()) {
      assertThat(remedy.code()).as(remedy.name()).isNotBlank();
      assertThat(remedy.after()).as(remedy.name()).contains("assert ");
      for (String pattern : remedy.rules()) {
        boolean ofSourcing = pattern.startsWith("source/"); // a room that this one does not know
        String start = pattern.replace("*", "");
        assertThat(ofSourcing || rules.stream().anyMatch(rule -> rule.startsWith(start)))
            .as(remedy.name() + ": " + pattern)
            .isTrue();
      }
    }
    Path folder =
        Path.of(System.getProperty("weighbridge.root"))
            .resolve("scan/src/main/resources/io/weighbridge/scan/remedies");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Remedy.all().stream().map(remedy -> remedy.name() + ".py").toList());
    }
  }
}
