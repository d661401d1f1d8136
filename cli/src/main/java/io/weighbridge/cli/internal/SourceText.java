package io.weighbridge.cli.internal;

import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact;
import io.weighbridge.sourcing.Loading;
import io.weighbridge.sourcing.SourceReport;
import java.util.List;

/** A source report for a terminal: one screen of sentences, then every fact with its source. */
final class SourceText {
  private final SourceReport report;
  private final Terminal terminal;
  private final StringBuilder text = new StringBuilder();

  private SourceText(SourceReport report, Terminal terminal) {
    this.report = report;
    this.terminal = terminal;
  }

  static String of(SourceReport report, Terminal terminal) {
    return new SourceText(report, terminal).write();
  }

  private String write() {
    line(terminal.bold(TerminalText.safe(report.headline())));
    String before = "";
    for (SourceReport.Line told : report.story()) {
      String topic = told.topic().equals(before) ? "" : told.topic();
      line(String.format("  %-10s ", topic) + colour(told));
      before = told.topic();
    }
    line("");
    line("What each loader would do");
    report.loadings().forEach(this::loading);
    line("");
    line("Facts, and where each was read");
    for (Fact fact : report.facts()) {
      if (fact.value() != Json.Null.NULL) {
        line(
            "  "
                + fact.name()
                + ": "
                + TerminalText.safe(shortened(fact.value().write()))
                + terminal.dim("  (" + TerminalText.safe(fact.source()) + ")"));
      }
    }
    return text.toString();
  }

  private String colour(SourceReport.Line told) {
    String safe = TerminalText.safe(told.text());
    return switch (told.topic()) {
      case "against" -> told.text().startsWith("nothing") ? safe : terminal.yellow(safe);
      case "for" -> told.text().startsWith("nothing") ? safe : terminal.green(safe);
      default -> safe;
    };
  }

  private void loading(Loading loading) {
    line("  " + TerminalText.safe(loading.call()));
    List<String> notable =
        loading.fetched().stream()
            .filter(file -> file.runs() != Loading.Runs.DATA)
            .limit(10)
            .map(
                file ->
                    file.path()
                        + " runs as "
                        + file.runs().text()
                        + (file.under().isEmpty() ? "" : ": " + file.under()))
            .toList();
    line(
        "    fetches "
            + loading.fetched().size()
            + " files"
            + (loading.complete() ? "" : ", no weights among them")
            + (notable.isEmpty() ? ", all of them data" : ""));
    notable.forEach(file -> line("    " + terminal.yellow(TerminalText.safe(file))));
    loading.elsewhere().forEach(other -> line("    goes to " + TerminalText.safe(other) + " too"));
    if (!loading.safeArguments().isEmpty()) {
      line("    safe: " + String.join(", ", loading.safeArguments()));
    }
    if (!loading.obstacle().isEmpty()) {
      line("    but " + TerminalText.safe(loading.obstacle()));
    }
  }

  private static String shortened(String value) {
    return value.length() > 200 ? value.substring(0, 200) + "…" : value;
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
