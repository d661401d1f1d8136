package io.weighbridge.scan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code docs/advisories.md}, from the table of advisories. */
final class AdvisoryPage {
  private AdvisoryPage() {}

  static String write(Advisories table) {
    List<Advisories.Row> tested = table.rows().stream().filter(Advisories.Row::tested).toList();
    List<Advisories.Row> others = table.rows().stream().filter(row -> !row.tested()).toList();
    var page = new StringBuilder("# Published attacks, and what is said of them here\n\n");
    page.append("Made from `advisories.tsv` by `AdvisoriesTest`; do not edit. Searched on ");
    page.append(table.searched()).append(": ").append(table.rows().size());
    page.append(" rows, ").append(tested.size()).append(" with a test that writes the attack ");
    page.append("anew, with a harmless payload,\nand asks for the verdict and the rule below.\n\n");
    page.append("- An advisory against a *scanner* is tested with the file that it overlooked.\n");
    page.append("- An advisory against a *loader* is tested with a file that it should not load. ");
    page.append("A defect that no shape of\n  a file decides has no test, and says why.\n");
    page.append("- The search was made in stored copies of public texts, not on the live web. ");
    page.append("No published advisory against\n  modelscan or modelaudit was found; issues of ");
    page.append("modelscan stand in for them.\n");
    page.append("- `arXiv:2605.15084/N` is row N of that paper's table I (14 discrepancies found ");
    page.append("by fuzzing, 4 by hand).\n  `arXiv:2508.19774` counts 22 loading paths in NumPy, ");
    page.append("Joblib, PyTorch, TensorFlow/Keras and NeMo; its list could\n  not be read, so ");
    page.append("the rows are the paths of those five that their sources show.\n\n");
    page.append("Something is missing? Tell us as [SECURITY.md](../SECURITY.md) says.\n\n");
    page.append("## With a test\n\n| advisory | against | attack | here | read in |\n");
    page.append("|---|---|---|---|---|\n");
    for (Advisories.Row row : tested) {
      row(page, row, row.verdict() + ", " + rule(row.rule()));
    }
    page.append("\n## Without a test\n\n| advisory | against | attack | why | read in |\n");
    page.append("|---|---|---|---|---|\n");
    for (Advisories.Row row : others) {
      row(page, row, row.result());
    }
    return page.toString();
  }

  private static void row(StringBuilder page, Advisories.Row row, String result) {
    page.append("| ").append(link(row.id()));
    for (String alias : row.aliases()) {
      page.append("<br>").append(link(alias));
    }
    page.append(" | ").append(row.product()).append(" | ").append(row.title()).append(" | ");
    page.append(result).append(" | ").append(row.source()).append(" |\n");
  }

  private static String rule(String id) {
    int slash = id.indexOf('/');
    return "[" + id + "](rules/" + id.substring(0, slash) + ".md#" + id.substring(slash + 1) + ")";
  }

  private static String link(String id) {
    String address =
        id.startsWith("CVE-") && id.indexOf('/') < 0
            ? "https://www.cve.org/CVERecord?id=" + id
            : id.startsWith("GHSA-")
                ? "https://github.com/advisories/" + id
                : id.startsWith("PYSEC-")
                    ? "https://osv.dev/vulnerability/" + id
                    : id.startsWith("arXiv:")
                        ? "https://arxiv.org/abs/" + id.substring(6, id.indexOf('/'))
                        : id.indexOf('#') > 0
                            ? "https://github.com/" + id.replace("#", "/issues/")
                            : "";
    return address.isEmpty() ? id : "[" + id + "](" + address + ")";
  }

  /** Ids by the rule that reports them. */
  static Map<String, List<String>> byRule(Advisories table) {
    return table.rows().stream()
        .filter(Advisories.Row::tested)
        .collect(
            Collectors.groupingBy(
                Advisories.Row::rule,
                TreeMap::new,
                Collectors.mapping(Advisories.Row::id, Collectors.toList())));
  }
}
