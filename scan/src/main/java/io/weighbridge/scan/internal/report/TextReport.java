package io.weighbridge.scan.internal.report;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.scan.ScanReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for a person at a terminal: the verdict in a sentence, then the worst first. */
public final class TextReport {
  private static final int PER_FILE = 12;
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private final StringBuilder out = new StringBuilder();
  private final boolean colours;

  private TextReport(boolean colours) {
    this.colours = colours;
  }

  public static String write(ScanReport report, boolean colours) {
    var text = new TextReport(colours);
    text.report(report);
    return text.out.toString();
  }

  private void report(ScanReport report) {
    paint(report.verdict(), report.verdict().text().toUpperCase(Locale.ROOT));
    out.append("  ").append(TerminalText.escape(report.target())).append(": ");
    out.append(sentence(report)).append('\n');
    for (FileReport file : worstFirst(report.files())) {
      if (file.verdict() != Verdict.SAFE) {
        file(file);
      }
    }
    if (!report.licences().isEmpty()) {
      out.append("\nlicence: ");
      out.append(TerminalText.escape(String.join(", ", report.licences()))).append('\n');
    }
    report.fetched().ifPresent(cost -> out.append('\n').append(cost.text()).append('\n'));
  }

  /** A number of bytes with two digits or more and a unit. */
  public static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit < 3) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }

  /** What the verdict means for whoever reads it. */
  static String sentence(ScanReport report) {
    int[] counts = new int[3];
    for (FileReport file : report.files()) {
      counts[file.verdict().ordinal()]++;
    }
    int files = report.files().size();
    String of = files == 1 ? "the file" : files + " files";
    return switch (report.verdict()) {
      case SAFE ->
          files == 0
              ? "no files."
              : files == 1
                  ? "every byte that a loader interprets was understood, and nothing in it acts."
                  : "in all "
                      + files
                      + " files, every byte that a loader interprets was understood, and nothing"
                      + " in it acts.";
      case SUSPICIOUS ->
          files == 1 ? "cannot be shown safe." : counts[1] + " of " + of + " cannot be shown safe.";
      case MALICIOUS ->
          files == 1
              ? "loading it acts on the machine. Do not load it."
              : counts[2]
                  + " of "
                  + of
                  + (counts[2] == 1 ? " acts" : " act")
                  + " on the machine when loaded"
                  + (counts[1] > 0 ? ", " + counts[1] + " more cannot be shown safe" : "")
                  + ". Do not load it.";
    };
  }

  private static List<FileReport> worstFirst(List<FileReport> files) {
    var sorted = new ArrayList<FileReport>();
    Verdict[] verdicts = Verdict.values();
    for (int i = verdicts.length - 1; i >= 0; i--) {
      for (FileReport file : files) {
        if (file.verdict() == verdicts[i]) {
          sorted.add(file);
        }
      }
    }
    return sorted;
  }

  private void file(FileReport file) {
    out.append('\n');
    paint(file.verdict(), TerminalText.escape(file.path()));
    out.append("  ").append(file.verdict().text()).append(", ").append(file.format());
    if (file.coverage() != Coverage.FULL) {
      out.append(file.coverage() == Coverage.NONE ? ", not understood" : ", understood in part");
      out.append(" (").append(TerminalText.escape(file.coverageReason())).append(')');
    }
    out.append('\n');
    int shown = 0;
    for (Finding finding : file.findings()) {
      if (finding.severity() == Severity.INFO && file.findings().size() > 1) {
        continue;
      }
      if (shown++ == PER_FILE) {
        out.append("  … and more: --format json shows all ");
        out.append(file.findings().size()).append(" findings\n");
        break;
      }
      finding(file, finding);
    }
  }

  private void finding(FileReport file, Finding finding) {
    out.append("  ");
    paint(verdictOf(finding.severity()), finding.severity().text());
    out.append("  ").append(finding.rule());
    for (Reference reference : finding.references()) {
      out.append(' ').append(TerminalText.escape(reference.id()));
    }
    out.append('\n');
    if (!finding.evidence().isEmpty()) {
      out.append("    ").append(TerminalText.escape(finding.evidence())).append('\n');
    }
    out.append("    ").append(TerminalText.escape(finding.message())).append('\n');
    String place = TerminalText.escape(place(finding));
    if (!place.isEmpty()) {
      out.append("    where: ").append(place).append('\n');
    }
    if (!finding.remedy().isEmpty()) {
      out.append("    do: ").append(TerminalText.escape(finding.remedy())).append('\n');
    }
  }

  /** Members and offset, unescaped; empty when the finding is about the whole file. */
  static String place(Finding finding) {
    var place = new StringBuilder();
    for (String member : finding.location().members()) {
      place.append(place.isEmpty() ? "member " : " › ").append(member);
    }
    if (finding.location().offset().isPresent()) {
      place.append(place.isEmpty() ? "" : ", ");
      place.append("byte ").append(finding.location().offset().getAsLong());
    }
    return place.toString();
  }

  private static Verdict verdictOf(Severity severity) {
    return switch (severity) {
      case INFO -> Verdict.SAFE;
      case SUSPICIOUS -> Verdict.SUSPICIOUS;
      case MALICIOUS -> Verdict.MALICIOUS;
    };
  }

  private void paint(Verdict verdict, String text) {
    if (!colours) {
      out.append(text);
      return;
    }
    out.append(
        switch (verdict) {
          case SAFE -> "\u001b[32m";
          case SUSPICIOUS -> "\u001b[33m";
          case MALICIOUS -> "\u001b[31m";
        });
    out.append(text).append("\u001b[0m");
  }
}
