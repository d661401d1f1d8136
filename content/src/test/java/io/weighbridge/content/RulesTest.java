package io.weighbridge.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.evidence.RuleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final Pattern RULE = Pattern.compile("\"((?:archive|zip|tar|stream)/[a-z-]+)\"");

  @Test
  void everyReportedRuleIsInTheTableAndTheOtherWayRound() throws IOException {
    var used = new TreeSet<String>();
    Path sources = Path.of(System.getProperty("weighbridge.root"), "content/src/main/java");
    Path views = Path.of(System.getProperty("weighbridge.root"), "formats/src/main/java");
    for (Path root : new Path[] {sources, views}) {
      try (var files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          var matcher = RULE.matcher(Files.readString(file));
          while (matcher.find()) {
            used.add(matcher.group(1));
          }
        }
      }
    }
    var known = new TreeSet<String>();
    RuleTable.load(Problem.class, "rules.tsv").all().forEach(rule -> known.add(rule.id()));
    assertThat(used).isEqualTo(known);
  }
}
