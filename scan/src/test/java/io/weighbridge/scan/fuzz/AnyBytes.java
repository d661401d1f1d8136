package io.weighbridge.scan.fuzz;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.FormatException;
import io.weighbridge.formats.Formats;
import io.weighbridge.formats.Part;
import io.weighbridge.formats.Span;
import io.weighbridge.formats.View;
import io.weighbridge.scan.ReportFormat;
import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.ScanOptions;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.scan.Scanner;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold of any bytes. Every check throws an {@link AssertionError} that says what broke.
 */
final class AnyBytes {
  /** Small enough that an input that multiplies itself ends soon, in little memory. */
  static final Budget.Limits LIMITS =
      new Budget.Limits(1 << 26, 1 << 24, 20_000, 300_000, 8, Duration.ofMinutes(2));

  private static final Scanner SCANNER =
      Scanner.of(ScanOptions.STANDARD.withLimits(LIMITS).withThreads(1));

  /** Formats that were both what the bytes are and what was asked for, since the last reset. */
  private static final Set<Format> reached = EnumSet.noneOf(Format.class);

  private AnyBytes() {}

  static Set<Format> reached() {
    return reached;
  }

  /** Judges bytes by what they are, and opens them as each of these formats whatever they are. */
  static void as(byte[] bytes, Format... formats) {
    for (Format each : formats) {
      open(each, bytes);
    }
    identified(bytes, formats);
  }

  /** The same for formats that share a parser: once is enough. */
  static void asOneOf(byte[] bytes, Format... formats) {
    open(formats[0], bytes);
    identified(bytes, formats);
  }

  private static void identified(byte[] bytes, Format... formats) {
    String format = scan("model.bin", bytes).format();
    for (Format each : formats) {
      if (each.text().equals(format)) {
        reached.add(each);
      }
    }
  }

  /**
   * A scan ends with a report: nothing thrown, no defect of ours within, and {@code safe} only when
   * all was understood. The report can be written, without control characters.
   */
  static FileReport scan(String path, byte[] bytes) {
    var file = new ScanFile(path, () -> new BytesContent(bytes));
    ScanReport report = SCANNER.scan(path, List.of(file));
    FileReport judged = report.files().getFirst();
    for (Finding finding : judged.findings()) {
      boolean ours = finding.rule().equals("scan/internal-error");
      if (ours || finding.message().contains("memory") && finding.rule().startsWith("scan/")) {
        throw new AssertionError(finding.rule() + " in " + path + ": " + finding.message());
      }
    }
    boolean clean = judged.findings().stream().allMatch(f -> f.severity() == Severity.INFO);
    if ((judged.verdict() == Verdict.SAFE) != (clean && judged.coverage() == Coverage.FULL)) {
      throw new AssertionError(judged.verdict() + " with " + judged.coverage() + ": " + path);
    }
    if ((judged.coverage() == Coverage.FULL) != judged.coverageReason().isEmpty()) {
      throw new AssertionError(judged.coverage() + " because \"" + judged.coverageReason() + '"');
    }
    String text = ReportFormat.TEXT.write(report, false);
    text.chars()
        .filter(c -> c != '\n' && Character.isISOControl(c))
        .findFirst()
        .ifPresent(
            c -> {
              throw new AssertionError("control character " + c + " in the report: " + text);
            });
    return judged;
  }

  /**
   * Opening bytes as a format ends with a view whose spans cover every byte once, in order, and
   * whose parts can be read or refused; or with an exception of ours that says why.
   */
  static void open(Format format, byte[] bytes) {
    var budget = new Budget(LIMITS);
    Content content = new BytesContent(bytes);
    try (View view = Formats.open(content, format, budget)) {
      long at = 0;
      for (Span span : view.spans().list()) {
        if (span.offset() != at || span.end() < at) {
          throw new AssertionError(format + ": a span at " + span.offset() + ", expected " + at);
        }
        at = span.end();
      }
      if (at != bytes.length) {
        throw new AssertionError(format + ": spans end at " + at + " of " + bytes.length);
      }
      for (Part part : view.parts()) {
        read(part, budget);
      }
    } catch (ContentException | FormatException | BudgetExceeded e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("an exception without a message", e);
      }
    }
  }

  private static void read(Part part, Budget budget) {
    try {
      part.verify(budget);
      for (Content content : part.open(budget)) {
        try (content) {
          content.bytes(0, (int) Math.min(64, content.size()));
        }
      }
    } catch (ContentException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("an exception without a message", e);
      }
    }
  }
}
