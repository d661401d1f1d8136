package io.weighbridge.inventory.internal.report;

import io.weighbridge.inventory.InventoryReport;
import io.weighbridge.inventory.LocalModel;
import io.weighbridge.inventory.Reference;
import java.util.List;
import java.util.stream.Collectors;

/** A spreadsheet of all external models, their sources and owners (RFC 4180). */
public final class Csv {
  private Csv() {}

  public static String write(InventoryReport report) {
    var out =
        new StringBuilder(
            "model,source,revision,pinned,file,line,kind,use,loader,safe format,remote code,owner,written at\r\n");
    for (Reference reference : report.references()) {
      row(
          out,
          List.of(
              reference.id(),
              reference.hub().text(),
              reference.revision(),
              reference.pinned() ? "yes" : "no",
              reference.path(),
              String.valueOf(reference.line()),
              reference.kind().text(),
              reference.use().text(),
              reference.loader(),
              reference.safeFormat().text(),
              reference.remoteCode().text(),
              reference.owner(),
              reference.origin()));
    }
    for (LocalModel model : report.models()) {
      row(
          out,
          List.of(
              model.path(),
              "file",
              "",
              "",
              model.path(),
              "",
              model.format(),
              "local",
              "",
              "",
              "",
              model.owner(),
              ""));
    }
    return out.toString();
  }

  private static void row(StringBuilder out, List<String> cells) {
    out.append(cells.stream().map(Csv::cell).collect(Collectors.joining(","))).append("\r\n");
  }

  /** A cell that begins like a formula would be run by a spreadsheet (CWE-1236). */
  private static String cell(String text) {
    String shown = Shown.line(text);
    if (!shown.isEmpty() && "=+-@".indexOf(shown.charAt(0)) >= 0) {
      shown = "'" + shown;
    }
    return shown.matches(".*[\",].*") ? '"' + shown.replace("\"", "\"\"") + '"' : shown;
  }
}
