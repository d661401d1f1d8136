package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every published advisory that could be found against scanners and loaders of models: its attack,
 * written anew with a harmless payload, is reported by the rule that the table names. {@code
 * docs/advisories.md} is made from the same table: run with {@code -Dweighbridge.write=true} after
 * a change.
 */
class AdvisoriesTest {
  private static final Advisories TABLE = Advisories.read();

  @TestFactory
  Collection<DynamicTest> everyPublishedAttackIsReported() {
    return TABLE.rows().stream()
        .filter(Advisories.Row::tested)
        .map(row -> dynamicTest(row.id() + " " + row.product(), () -> isReported(row)))
        .toList();
  }

  private static void isReported(Advisories.Row row) {
    Collection<Sample> samples = Attacks.write(row.attack());
    assertThat(samples).as(row.id()).isNotEmpty();
    for (Sample sample : samples) {
      ScanReport report = sample.scan();
      String what = row.id() + " as " + sample.files().getFirst().path();
      assertThat(report.verdict().text()).as(what).isEqualTo(row.verdict());
      assertThat(Bytes.rules(report)).as(what).contains(row.rule());
    }
  }

  @Test
  void everyAdvisoryHasATestOrAReason() {
    assertThat(TABLE.searched()).isBetween(LocalDate.of(2026, 11, 1), LocalDate.now().plusDays(1));
    assertThat(TABLE.rows())
        .allSatisfy(
            row -> {
              assertThat(row.title()).as(row.id()).isNotBlank();
              assertThat(row.source()).as(row.id()).isNotBlank();
              assertThat(row.product()).as(row.id()).isNotBlank();
              if (row.tested()) {
                assertThat(row.verdict()).as(row.id()).isIn("malicious", "suspicious");
              } else {
                assertThat(row.result())
                    .as(row.id())
                    .matches("(withdrawn|not .+|text not found|a defect of .+): .{10,}");
              }
            });
  }

  @Test
  void atLeastAHundredAdvisoriesAreDistinctAndTested() {
    Set<String> ids = new HashSet<>();
    for (Advisories.Row row : TABLE.rows()) {
      assertThat(ids.add(row.id())).as("twice: %s", row.id()).isTrue();
    }
    for (Advisories.Row row : TABLE.rows()) {
      for (String alias : row.aliases()) {
        assertThat(ids).as("an alias has a row of its own").doesNotContain(alias);
      }
    }
    assertThat(TABLE.rows().stream().filter(row -> row.tested() && isPublished(row.id())))
        .hasSizeGreaterThanOrEqualTo(100);
  }

  private static boolean isPublished(String id) {
    return id.matches("CVE-\\d{4}-\\d{4,}|GHSA(-[23456789cfghjmpqrvwx]{4}){3}");
  }

  @Test
  void rulesNameOnlyAdvisoriesOfTheTable() {
    Set<String> known = new HashSet<>();
    Set<String> rules = Scanner.rules().stream().map(Rule::id).collect(Collectors.toSet());
    for (Advisories.Row row : TABLE.rows()) {
      known.add(row.id());
      known.addAll(row.aliases());
      assertThat(!row.tested() || rules.contains(row.rule())).as(row.result()).isTrue();
    }
    Set<String> unknown = new TreeSet<>();
    for (Rule rule : Scanner.rules()) {
      for (Reference reference : rule.references()) {
        boolean advisory = reference.id().startsWith("CVE-") || reference.id().startsWith("GHSA-");
        if (advisory && !known.contains(reference.id())) {
          unknown.add(reference.id() + " of " + rule.id());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void thePageIsMadeFromTheTable() throws IOException {
    Path page = Path.of(System.getProperty("weighbridge.root")).resolve("docs/advisories.md");
    String text = AdvisoryPage.write(TABLE);
    if (Boolean.getBoolean("weighbridge.write")) {
      Files.writeString(page, text);
    }
    assertThat(page).hasContent(text);
  }
}
