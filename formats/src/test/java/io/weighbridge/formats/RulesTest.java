package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.RuleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final Pattern RULE = Pattern.compile("\"([a-z0-9]+/[a-z]+(?:-[a-z]+)*)\"");

  @Test
  void everyReportedRuleIsInTheTableAndTheOtherWayRound() throws IOException {
    var used = new TreeSet<String>();
    Path sources = Path.of(System.getProperty("weighbridge.root"), "formats/src/main/java");
    try (var files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        var matcher = RULE.matcher(Files.readString(file));
        while (matcher.find()) {
          used.add(matcher.group(1));
        }
      }
    }
    used.removeIf(rule -> rule.startsWith("zip/") || rule.startsWith("archive/"));
    var known = new TreeSet<String>();
    RuleTable.load(Format.class, "rules.tsv").all().forEach(rule -> known.add(rule.id()));
    assertThat(used).containsAll(known);
    assertThat(known).containsAll(used);
  }
}
