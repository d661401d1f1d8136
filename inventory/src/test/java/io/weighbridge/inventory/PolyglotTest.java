package io.weighbridge.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A tree with one reference of every kind: all are found, at their line, and none is invented. */
class PolyglotTest {
  private static final Path RESOURCES =
      Path.of("src/test/resources/io/weighbridge/inventory").toAbsolutePath();

  static InventoryReport read(String tree) {
    return Inventory.of(RESOURCES.resolve(tree), Inventory.Options.STANDARD).take(_ -> {});
  }

  private static List<String> lines(InventoryReport report) {
    return report.references().stream()
        .map(r -> String.join("\t", r.kind().text(), r.path(), String.valueOf(r.line()), r.id()))
        .toList();
  }

  private static List<String> table(String name) throws IOException {
    try (var in = Objects.requireNonNull(PolyglotTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .toList();
    }
  }

  @Test
  void everyReferenceOfTheTreeIsFoundAndNoneIsInvented() throws IOException {
    assertThat(lines(read("polyglot"))).containsExactlyInAnyOrderElementsOf(table("polyglot.tsv"));
  }

  @Test
  void everyKindOfFileIsInTheTree() throws IOException {
    List<String> kinds =
        table("polyglot.tsv").stream().map(line -> line.split("\t", -1)[0]).toList();
    for (Kind kind : Kind.values()) {
      assertThat(kinds).as(kind.text()).contains(kind.text());
    }
  }

  @Test
  void whatOnlyLooksLikeAModelIsNone() {
    assertThat(lines(read("negatives"))).isEmpty();
  }

  @Test
  void aCallTellsHowItLoads() {
    Reference pinned =
        read("polyglot").references().stream()
            .filter(r -> r.id().equals("acme-ml/py-lines-02"))
            .findFirst()
            .orElseThrow();
    assertThat(pinned.pinned()).isTrue();
    assertThat(pinned.remoteCode()).isEqualTo(Flag.TRUE);
    assertThat(pinned.loader()).isEqualTo("transformers.AutoTokenizer.from_pretrained");
    assertThat(pinned.use()).isEqualTo(Use.LOADS);
  }

  @Test
  void aNameOfAnotherFileTellsWhereItIsWritten() {
    assertThat(read("polyglot").references())
        .filteredOn(r -> r.id().equals("acme-ml/py-imported-14") && r.use() == Use.LOADS)
        .singleElement()
        .satisfies(r -> assertThat(r.origin()).isEqualTo("py/shared.py"));
    assertThat(Files.exists(RESOURCES.resolve("polyglot/py/shared.py"))).isTrue();
  }

  @Test
  void aRegistryTellsWhatIsTracked() {
    InventoryReport report =
        read("polyglot")
            .comparedWith(
                id -> id.contains("/py-plain") ? Lint.Standing.ADMITTED : Lint.Standing.UNKNOWN);
    assertThat(InventoryFormat.TEXT.write(report))
        .contains("acme-ml/py-plain-01  (huggingface)  tracked: admitted")
        .contains("acme-ml/py-lines-02  (huggingface)  untracked");
    assertThat(report.untracked()).isEqualTo(report.standings().size() - 1);
    assertThat(report.standings()).doesNotContainKey("acme-ml/md-link-103");
  }
}
