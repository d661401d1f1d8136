package io.weighbridge.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.scan.internal.report.RulePages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The pages in {@code docs/rules} say what the tables say. After a change of a table, run this test
 * with {@code -Dweighbridge.write=true} to write them anew.
 */
class RulePagesTest {
  @Test
  void pagesAreMadeFromTheTables() throws IOException {
    Path folder = Path.of(System.getProperty("weighbridge.root")).resolve("docs/rules");
    Map<String, String> pages =
        RulePages.write(Scanner.rules(), AdvisoryPage.byRule(Advisories.read()));
    if (Boolean.getBoolean("weighbridge.write")) {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Files.writeString(folder.resolve(page.getKey()), page.getValue());
      }
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      assertThat(folder.resolve(page.getKey())).as("docs/rules").hasContent(page.getValue());
    }
  }
}
