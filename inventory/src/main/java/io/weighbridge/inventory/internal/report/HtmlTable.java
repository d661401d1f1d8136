package io.weighbridge.inventory.internal.report;

import io.weighbridge.inventory.InventoryReport;
import io.weighbridge.inventory.LocalModel;
import io.weighbridge.inventory.Reference;
import java.util.List;

/** One page without scripts and without anything from elsewhere. */
public final class HtmlTable {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Models in use</title>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <style>
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: anywhere; }
      th { border-bottom: 2px solid #888; }
      .no { color: #a33; }
      </style></head><body>
      """;

  private HtmlTable() {}

  public static String write(InventoryReport report) {
    var out = new StringBuilder(HEAD);
    out.append("<h1>Models in use</h1>\n<p>")
        .append(report.distinct())
        .append(" models at ")
        .append(report.references().size())
        .append(" places in ")
        .append(report.files())
        .append(" files of ")
        .append(Shown.html(report.target()))
        .append(".</p>\n<table>\n");
    header(
        out,
        List.of("Model", "Source", "Revision", "File", "Use", "Loader", "Remote code", "Owner"));
    for (Reference reference : report.references()) {
      out.append("<tr>");
      cell(out, reference.id());
      cell(out, reference.hub().text());
      out.append(reference.pinned() ? "<td>" : "<td class=\"no\">")
          .append(reference.revision().isEmpty() ? "none" : Shown.html(reference.revision()))
          .append("</td>");
      cell(out, reference.path() + ":" + reference.line());
      cell(out, reference.use().text());
      cell(out, reference.loader());
      cell(out, reference.remoteCode().text());
      cell(out, reference.owner());
      out.append("</tr>\n");
    }
    out.append("</table>\n");
    if (!report.models().isEmpty()) {
      out.append("<h2>Files of models in the tree</h2>\n<table>\n");
      header(out, List.of("File", "Format", "Bytes", "Owner"));
      for (LocalModel model : report.models()) {
        out.append("<tr>");
        cell(out, model.path());
        cell(out, model.format());
        cell(out, String.valueOf(model.size()));
        cell(out, model.owner());
        out.append("</tr>\n");
      }
      out.append("</table>\n");
    }
    return out.append("</body></html>\n").toString();
  }

  private static void header(StringBuilder out, List<String> titles) {
    out.append("<tr>");
    titles.forEach(title -> out.append("<th>").append(title).append("</th>"));
    out.append("</tr>\n");
  }

  private static void cell(StringBuilder out, String text) {
    out.append("<td>").append(Shown.html(text)).append("</td>");
  }
}
