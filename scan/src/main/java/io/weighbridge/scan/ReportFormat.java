package io.weighbridge.scan;

import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.report.HtmlReport;
import io.weighbridge.scan.internal.report.JsonReport;
import io.weighbridge.scan.internal.report.SarifReport;
import io.weighbridge.scan.internal.report.TextReport;

/** The forms in which a report is written. Hostile text is escaped for the sink of each. */
public enum ReportFormat {
  /** For a person at a terminal, worst first. */
  TEXT,
  /** Stable and documented: {@code docs/scan-report.schema.json}. */
  JSON,
  /** SARIF 2.1.0, for code-scanning pages. */
  SARIF,
  /** One file without scripts or outside references. */
  HTML;

  /**
   * Writes a report.
   *
   * @param colours whether the text form uses terminal colours
   */
  public String write(ScanReport report, boolean colours) {
    return switch (this) {
      case TEXT -> TextReport.write(report, colours);
      case JSON -> json(report).writePretty();
      case SARIF -> SarifReport.write(report).writePretty();
      case HTML -> HtmlReport.write(report);
    };
  }

  /** The JSON form as a tree. */
  public static Json.Obj json(ScanReport report) {
    return JsonReport.write(report);
  }

  /** The format of that name, as on the command line. */
  public static java.util.Optional<ReportFormat> named(String name) {
    for (ReportFormat format : values()) {
      if (format.name().equalsIgnoreCase(name)) {
        return java.util.Optional.of(format);
      }
    }
    return java.util.Optional.empty();
  }
}
