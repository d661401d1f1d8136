package io.weighbridge.scan.internal.report;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.scan.Scanner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One HTML file for whoever has to decide: the verdict, what was found and why, worst first, then
 * every file. No script, nothing loaded from elsewhere, and a policy that forbids both; the only
 * links lead to the public catalogues that our own rules name.
 */
public final class HtmlReport {
  private static final int MOST_FINDINGS = 100;
  private static final int MOST_OPEN = 20;

  private final StringBuilder out = new StringBuilder();
  private final Map<String, Rule> rules;

  private HtmlReport() {
    rules = Scanner.rules().stream().collect(Collectors.toMap(Rule::id, Function.identity()));
  }

  public static String write(ScanReport report) {
    var html = new HtmlReport();
    html.page(report);
    return html.out.toString();
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("missing report.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("unreadable report.css", e);
    }
  }

  private void page(ScanReport report) {
    out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .append("style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
        .append("<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    out.append(report.verdict().text()).append(": ");
    text(report.target());
    out.append("</title>\n<style>").append(style()).append("</style></head>\n<body><main>\n");
    verdict(report);
    counts(report);
    findings(report);
    files(report);
    footer(report);
    out.append("</main></body></html>\n");
  }

  private void verdict(ScanReport report) {
    String verdict = report.verdict().text();
    out.append("<header class=\"verdict ").append(verdict).append("\"><h1>").append(verdict);
    out.append("</h1><p>");
    text(capital(TextReport.sentence(report)));
    out.append("</p><p class=\"target mono\">");
    text(report.target());
    out.append("</p></header>\n");
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  private void counts(ScanReport report) {
    out.append("<dl class=\"counts\">");
    count("files", "", report.files().size());
    for (Verdict verdict : List.of(Verdict.MALICIOUS, Verdict.SUSPICIOUS, Verdict.SAFE)) {
      long files = report.files().stream().filter(file -> file.verdict() == verdict).count();
      count(verdict.text(), files > 0 ? "hit " + verdict.text() : "", files);
    }
    out.append("</dl>\n");
  }

  private void count(String name, String style, long number) {
    out.append("<div class=\"").append(style).append("\"><dt>").append(name).append("</dt><dd>");
    out.append(String.format(Locale.ROOT, "%,d", number)).append("</dd></div>");
  }

  private void findings(ScanReport report) {
    List<FileReport> worst = new ArrayList<>(report.files());
    worst.removeIf(file -> file.findings().isEmpty());
    worst.sort(java.util.Comparator.comparing(FileReport::verdict).reversed());
    if (worst.isEmpty()) {
      return;
    }
    out.append("<h2>What was found</h2>\n");
    int open = 0;
    for (FileReport file : worst) {
      boolean shown = file.verdict() != Verdict.SAFE && open++ < MOST_OPEN;
      file(file, shown);
    }
  }

  private void file(FileReport file, boolean open) {
    out.append("<details class=\"file ").append(file.verdict().text()).append('"');
    out.append(open ? " open" : "").append("><summary>");
    badge(file.verdict().text());
    out.append("<span class=\"path mono\">");
    text(file.path());
    out.append("</span><span class=\"kind\">");
    text(file.format());
    out.append(", ").append(TextReport.size(file.size())).append("</span></summary>\n");
    int shown = 0;
    for (Finding finding : file.findings()) {
      if (shown++ == MOST_FINDINGS) {
        out.append("<div class=\"finding\"><p>… and ");
        out.append(file.findings().size() - MOST_FINDINGS);
        out.append(" more; the JSON report has all.</p></div>\n");
        break;
      }
      finding(finding);
    }
    out.append("</details>\n");
  }

  private void finding(Finding finding) {
    Rule rule = rules.get(finding.rule());
    out.append("<section class=\"finding ").append(finding.severity().text()).append("\"><h3>");
    if (finding.severity() != Severity.MALICIOUS) {
      badge(finding.severity().text());
      out.append(' ');
    }
    text(rule == null ? finding.rule() : rule.title());
    out.append(" <code class=\"rule\">");
    text(finding.rule());
    out.append("</code></h3>");
    if (!finding.evidence().isEmpty()) {
      out.append("<pre>");
      text(finding.evidence());
      out.append("</pre>");
    }
    paragraph("", finding.message());
    String place = TextReport.place(finding);
    paragraph("where", place.isEmpty() ? "" : "At " + place);
    paragraph("why", rule == null ? "" : rule.why());
    paragraph("do", finding.remedy());
    references(finding.references());
    out.append("</section>\n");
  }

  private void paragraph(String style, String content) {
    if (!content.isEmpty()) {
      out.append("<p class=\"").append(style).append("\">");
      text(content);
      out.append("</p>");
    }
  }

  private void references(List<Reference> references) {
    if (references.isEmpty()) {
      return;
    }
    out.append("<p class=\"refs\">");
    String dot = "";
    for (Reference reference : references) {
      out.append(dot);
      String address = RulePages.address(reference.id());
      if (address.isEmpty()) {
        text(reference.id());
      } else {
        out.append("<a rel=\"noreferrer noopener\" href=\"");
        text(address);
        out.append("\">");
        text(reference.id());
        out.append("</a>");
      }
      dot = " · ";
    }
    out.append("</p>");
  }

  private void files(ScanReport report) {
    out.append("<h2>All files</h2>\n<table><thead><tr><th>file</th><th>format</th>");
    out.append("<th>size</th><th>verdict</th><th>understood</th></tr></thead><tbody>\n");
    for (FileReport file : report.files()) {
      out.append("<tr><td class=\"mono\">");
      text(file.path());
      file.sha256()
          .ifPresent(
              digest -> {
                out.append("<br><span class=\"note\">sha256 ");
                text(digest);
                out.append("</span>");
              });
      out.append("</td><td>");
      text(file.format());
      out.append("</td><td class=\"num\">").append(TextReport.size(file.size()));
      out.append("</td><td class=\"").append(file.verdict().text()).append("\">");
      badge(file.verdict().text());
      out.append("</td><td>").append(file.coverage().text());
      if (!file.coverageReason().isEmpty()) {
        out.append("<br><span class=\"note\">");
        text(file.coverageReason());
        out.append("</span>");
      }
      out.append("</td></tr>\n");
    }
    out.append("</tbody></table>\n");
  }

  private void footer(ScanReport report) {
    out.append("<footer>");
    if (!report.licences().isEmpty()) {
      out.append("Licence as stated: ");
      text(String.join(", ", report.licences()));
      out.append("<br>");
    }
    out.append("Weighbridge ");
    text(report.version());
    out.append(", rule set <span class=\"mono\">");
    text(report.rulesDigest());
    out.append("</span>. Nothing was run, imported or unpickled. <em>Safe</em> means: every byte");
    out.append(" that a loader interprets was understood, and nothing in it acts; it says nothing");
    out.append(" about what the model answers.</footer>\n");
  }

  private void badge(String word) {
    out.append("<span class=\"badge\">").append(word).append("</span>");
  }

  /** Visible text only: markup is escaped, and so is what reorders or hides text. */
  private void text(String raw) {
    String text = TerminalText.escape(raw);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }
}
