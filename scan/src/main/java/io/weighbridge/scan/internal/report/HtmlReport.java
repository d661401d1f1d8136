package io.weighbridge.scan.internal.report;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.scan.ScanReport;

/** One HTML file: no script, no outside reference, and a policy that forbids both. */
public final class HtmlReport {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
      h1{font-size:1.4rem}h2{font-size:1.05rem;margin-top:2rem;overflow-wrap:anywhere}
      .malicious{color:#b3261e}.suspicious{color:#8a5a00}.safe{color:#1b6e3c}
      table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #d8dde3;vertical-align:top;overflow-wrap:anywhere}
      pre{background:#f3f5f7;padding:.5rem .7rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:.3rem 0}
      .finding{border-left:3px solid #d8dde3;padding-left:.8rem;margin:1rem 0}small{color:#57606a}
      """;

  private final StringBuilder out = new StringBuilder();

  private HtmlReport() {}

  public static String write(ScanReport report) {
    var html = new HtmlReport();
    html.page(report);
    return html.out.toString();
  }

  private void page(ScanReport report) {
    String verdict = report.verdict().text();
    out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .append("style-src 'unsafe-inline'\"><title>");
    text(report.target());
    out.append(": ").append(verdict).append("</title><style>").append(STYLE);
    out.append("</style></head><body><h1><span class=\"").append(verdict).append("\">");
    out.append(verdict).append("</span> ");
    text(report.target());
    out.append("</h1><p>").append(report.files().size()).append(" files, Weighbridge ");
    text(report.version());
    out.append(", rules <small>").append(report.rulesDigest()).append("</small></p>");
    table(report);
    for (Verdict worst : new Verdict[] {Verdict.MALICIOUS, Verdict.SUSPICIOUS, Verdict.SAFE}) {
      for (FileReport file : report.files()) {
        if (file.verdict() == worst && !file.findings().isEmpty()) {
          file(file);
        }
      }
    }
    out.append("</body></html>\n");
  }

  private void table(ScanReport report) {
    out.append("<table><tr><th>file</th><th>format</th><th>verdict</th><th>understood</th></tr>");
    for (FileReport file : report.files()) {
      out.append("<tr><td>");
      text(file.path());
      out.append("</td><td>");
      text(file.format());
      out.append("</td><td class=\"").append(file.verdict().text()).append("\">");
      out.append(file.verdict().text()).append("</td><td>").append(file.coverage().text());
      if (!file.coverageReason().isEmpty()) {
        out.append(" <small>");
        text(file.coverageReason());
        out.append("</small>");
      }
      out.append("</td></tr>");
    }
    out.append("</table>");
  }

  private void file(FileReport file) {
    out.append("<h2 class=\"").append(file.verdict().text()).append("\">");
    text(file.path());
    out.append("</h2>");
    for (Finding finding : file.findings()) {
      out.append("<div class=\"finding\"><b>").append(finding.severity().text()).append("</b> ");
      text(finding.rule());
      out.append("<br>");
      text(finding.message());
      if (!finding.evidence().isEmpty()) {
        out.append("<pre>");
        text(finding.evidence());
        out.append("</pre>");
      }
      out.append("<small>");
      text(finding.location().text());
      for (Reference reference : finding.references()) {
        out.append(" · ");
        text(reference.id());
      }
      out.append("</small><br>");
      text(finding.remedy());
      out.append("</div>");
    }
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
