package io.weighbridge.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Source distributions of well-known packages, held against labels that a person gave line by line.
 */
class RealProjectsTest {
  private static final Path ROOT = Path.of(System.getProperty("weighbridge.root"));
  private static Path source = Path.of("");
  private static List<Label> labels = List.of();
  private static Set<String> found = Set.of();

  /** A row of {@code labels.tsv}. */
  private record Label(String what, String path, int line, String id, boolean real, String text) {
    static Label of(String row) {
      String[] cells = row.split("\t", -1);
      return new Label(
          cells[0],
          cells[1],
          Integer.parseInt(cells[2]),
          cells[3],
          cells[4].equals("real"),
          cells[5]);
    }

    String key() {
      return path + ":" + line + " " + id;
    }
  }

  @BeforeAll
  static void read() throws IOException, InterruptedException {
    source = ROOT.resolve(".cache/inventory/src");
    if (!Files.exists(ROOT.resolve(".cache/inventory/.complete"))) {
      Process fetch =
          new ProcessBuilder(
                  "python3", ROOT.resolve("scripts/inventory-sample.py").toString(), "fetch")
              .inheritIO()
              .start();
      assumeTrue(
          fetch.waitFor(10, TimeUnit.MINUTES) && fetch.exitValue() == 0,
          "the packages cannot be fetched here");
    }
    try (var in =
        Objects.requireNonNull(RealProjectsTest.class.getResourceAsStream("labels.tsv"))) {
      labels =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(Label::of)
              .toList();
    }
    var all = new HashSet<String>();
    for (Reference r :
        Inventory.of(source, Inventory.Options.STANDARD).take(_ -> {}).references()) {
      all.add(r.path() + ":" + r.line() + " " + r.id());
    }
    found = all;
  }

  private static List<Label> labelled(String what, boolean real) {
    return labels.stream().filter(l -> l.what().equals(what) && l.real() == real).toList();
  }

  @Test
  void theLabelsAreOfTheLinesThatStandThere() throws IOException {
    Map<String, List<String>> files = new HashMap<>();
    for (Label label : labels) {
      List<String> lines = files.get(label.path());
      if (lines == null) {
        String text =
            new String(Files.readAllBytes(source.resolve(label.path())), StandardCharsets.UTF_8);
        lines = List.of(text.split("\n", -1));
        files.put(label.path(), lines);
      }
      String line = lines.get(label.line() - 1).strip().replace('\t', ' ');
      assertThat(
              line.codePoints()
                  .limit(160)
                  .collect(
                      StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                  .toString()
                  .strip())
          .as(label.key())
          .isEqualTo(label.text().strip());
    }
    assertThat(labels.stream().filter(l -> l.what().equals("finding")))
        .hasSizeGreaterThanOrEqualTo(300);
    assertThat(labels.stream().filter(l -> l.what().equals("miss")))
        .hasSizeGreaterThanOrEqualTo(100);
    assertThat(labels.stream().map(l -> l.path().split("/", -1)[0]).distinct().count())
        .isGreaterThanOrEqualTo(5);
  }

  @Test
  void atLeastNineteenOfTwentyFindingsAreReal() {
    assertThat(labelled("finding", true)).allMatch(label -> found.contains(label.key()));
    long wrong = labelled("finding", false).stream().filter(l -> found.contains(l.key())).count();
    int right = labelled("finding", true).size();
    assertThat(right).isGreaterThanOrEqualTo(285);
    assertThat((double) right / (right + wrong)).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void whatACarefulRegularExpressionFindsAndIsRealIsFound() {
    assertThat(labelled("miss", true)).isNotEmpty().allMatch(label -> found.contains(label.key()));
    assertThat(labelled("miss", false)).noneMatch(label -> found.contains(label.key()));
  }
}
