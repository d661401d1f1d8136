package io.weighbridge.inventory;

import io.weighbridge.inventory.internal.report.LintSarif;
import io.weighbridge.inventory.internal.report.Shown;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How findings of lint are written. */
public enum LintFormat {
  TEXT,
  JSON,
  SARIF;

  public static Optional<LintFormat> named(String name) {
    for (LintFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /**
   * Writes.
   *
   * @param version of Weighbridge
   */
  public String write(List<LintFinding> findings, InventoryReport report, String version) {
    return switch (this) {
      case TEXT -> text(findings, report);
      case JSON ->
          io.weighbridge.json.Json.object()
              .put("weighbridge", version)
              .put("target", report.target())
              .put("files", report.files())
              .put(
                  "findings",
                  io.weighbridge.json.Json.array(
                      findings.stream().map(LintFinding::toJson).toList()))
              .build()
              .writePretty();
      case SARIF -> LintSarif.write(findings, version).writePretty();
    };
  }

  private static String text(List<LintFinding> findings, InventoryReport report) {
    var out = new StringBuilder();
    for (LintFinding finding : findings) {
      out.append(Shown.line(finding.path()))
          .append(':')
          .append(finding.line())
          .append(": ")
          .append(finding.rule().severity().text())
          .append(": ")
          .append(Shown.line(finding.message()))
          .append("  [")
          .append(finding.rule().id())
          .append(finding.edit().isPresent() ? ", --fix" : "")
          .append("]\n");
    }
    long fixable = findings.stream().filter(finding -> finding.edit().isPresent()).count();
    return out.append(findings.isEmpty() ? "" : "\n")
        .append(findings.size())
        .append(" findings in ")
        .append(report.files())
        .append(" files, ")
        .append(fixable)
        .append(" of them mended by --fix\n")
        .toString();
  }
}
