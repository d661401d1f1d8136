package io.weighbridge.scan.internal.report;

import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Rule;
import io.weighbridge.scan.Remedy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The pages of {@code docs/rules}, made from the tables that decide: one for each area. */
public final class RulePages {
  private static final int MOST_ADVISORIES = 12;

  private RulePages() {}

  /**
   * File name to Markdown; {@code README.md} lists them all.
   *
   * @param advisories ids of published attacks that have a test, by the rule that reports them
   */
  public static Map<String, String> write(List<Rule> rules, Map<String, List<String>> advisories) {
    var pages = new TreeMap<String, StringBuilder>();
    var index = new StringBuilder();
    index.append("# Rules\n\nMade from the rule tables by `RulePagesTest`; do not edit.\n\n");
    index.append("| rule | severity | what |\n|---|---|---|\n");
    for (Rule rule : rules) {
      String area = rule.id().substring(0, rule.id().indexOf('/'));
      String anchor = rule.id().substring(area.length() + 1);
      StringBuilder page = pages.get(area + ".md");
      if (page == null) {
        page = new StringBuilder("# Rules: " + area + "\n");
        pages.put(area + ".md", page);
      }
      page(page, rule, anchor);
      published(page, advisories.getOrDefault(rule.id(), List.of()));
      code(page, Remedy.of(rule.id()));
      index.append("| [").append(rule.id()).append("](").append(area).append(".md#");
      index.append(anchor).append(") | ").append(rule.severity().text()).append(" | ");
      index.append(rule.title()).append(" |\n");
    }
    for (Map.Entry<String, StringBuilder> page : pages.entrySet()) {
      snippets(page.getValue(), page.getKey().replaceFirst("\\.md$", "/"));
    }
    pages.put("README.md", index);
    var texts = new TreeMap<String, String>();
    for (Map.Entry<String, StringBuilder> page : pages.entrySet()) {
      texts.put(page.getKey(), page.getValue().toString());
    }
    return texts;
  }

  private static void page(StringBuilder page, Rule rule, String anchor) {
    page.append("\n## ").append(anchor).append("\n\n**").append(rule.title()).append("** (`");
    page.append(rule.id()).append("`, ").append(rule.severity().text()).append(")\n\n");
    page.append(rule.why()).append("\n\nWhat to do: ").append(rule.remedy()).append('\n');
    if (!rule.references().isEmpty()) {
      page.append('\n').append(references(rule)).append('\n');
    }
  }

  private static void published(StringBuilder page, List<String> advisories) {
    if (advisories.isEmpty()) {
      return;
    }
    page.append("\nPublished attacks that it reports: ");
    page.append(
        String.join(", ", advisories.subList(0, Math.min(advisories.size(), MOST_ADVISORIES))));
    if (advisories.size() > MOST_ADVISORIES) {
      page.append(", and ").append(advisories.size() - MOST_ADVISORIES).append(" more");
    }
    page.append(" ([all](../advisories.md)).\n");
  }

  private static void code(StringBuilder page, List<Remedy> remedies) {
    if (!remedies.isEmpty()) {
      page.append("\nCode: ");
      page.append(
          remedies.stream()
              .map(remedy -> "[" + remedy.title() + "](#code-" + remedy.name() + ")")
              .collect(Collectors.joining("; ")));
      page.append(".\n");
    }
  }

  /** The code of an area's remedies, once. */
  private static void snippets(StringBuilder page, String area) {
    for (Remedy remedy : Remedy.all()) {
      if (remedy.rules().stream().anyMatch(rule -> rule.startsWith(area))) {
        page.append("\n## code-").append(remedy.name()).append("\n\n**").append(remedy.title());
        page.append("**\n\n```python\n").append(remedy.code()).append("```\n");
      }
    }
  }

  /** {@code See …} with links, in Markdown; empty when there are none. */
  static String references(Rule rule) {
    if (rule.references().isEmpty()) {
      return "";
    }
    return "See "
        + rule.references().stream()
            .map(Reference::id)
            .map(RulePages::link)
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static String link(String id) {
    String address = address(id);
    return address.isEmpty() ? id : "[" + id + "](" + address + ")";
  }

  /** Where a catalogue shows that id; empty when it is of none that is known. */
  static String address(String id) {
    return id.startsWith("CWE-")
        ? "https://cwe.mitre.org/data/definitions/" + id.substring(4) + ".html"
        : id.startsWith("CVE-")
            ? "https://www.cve.org/CVERecord?id=" + id
            : id.startsWith("GHSA-")
                ? "https://github.com/advisories/" + id
                : id.startsWith("AML.")
                    ? "https://atlas.mitre.org/techniques/" + id
                    : id.startsWith("arXiv:")
                        ? "https://arxiv.org/abs/" + id.substring(6)
                        : id.matches("T\\d{4}(\\.\\d{3})?")
                            ? "https://attack.mitre.org/techniques/" + id.replace('.', '/')
                            : "";
  }
}
