package io.weighbridge.registry.internal.gate;

import io.weighbridge.content.Content;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.Severity;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.scan.ScanFile;
import io.weighbridge.scan.ScanReport;
import io.weighbridge.vetting.Vetting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Judges files by a word in them: EVIL is malicious, ODD is suspicious, CRASH breaks the judge. Of
 * a file that is not here yet, only the beginning is read.
 */
final class FakeScan implements Vetting.Scan {
  private static final int BEGINNING = 1 << 10;

  final AtomicInteger scans = new AtomicInteger();
  private final String rules;

  /** Called before files are judged. */
  volatile Consumer<List<ScanFile>> before = files -> {};

  FakeScan(String rules) {
    this.rules = rules;
  }

  @Override
  public ScanReport scan(String target, List<ScanFile> files) {
    scans.incrementAndGet();
    before.accept(files);
    List<FileReport> reports = files.stream().map(FakeScan::judge).toList();
    return new ScanReport(
        "test",
        rules,
        target,
        reports.stream().map(FileReport::verdict).reduce(Verdict.SAFE, Verdict::worst),
        reports,
        List.of());
  }

  private static FileReport judge(ScanFile file) {
    try (Content content = file.open().get()) {
      int length = (int) (content.distant() ? Math.min(BEGINNING, content.size()) : content.size());
      String text = new String(content.bytes(0, length), StandardCharsets.ISO_8859_1);
      if (text.contains("CRASH")) {
        throw new IllegalStateException("a bug");
      }
      List<Finding> findings =
          text.contains("EVIL")
              ? List.of(finding(file.path(), Severity.MALICIOUS, "runs os.system"))
              : text.contains("ODD")
                  ? List.of(finding(file.path(), Severity.SUSPICIOUS, "calls something unknown"))
                  : List.of();
      return new FileReport(
          file.path(),
          format(file.path()),
          content.size(),
          Optional.empty(),
          Verdict.of(findings, Coverage.FULL),
          Coverage.FULL,
          "",
          findings);
    }
  }

  private static String format(String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return extension.equals("bin") ? "pickle" : extension;
  }

  private static Finding finding(String path, Severity severity, String message) {
    return new Finding(
        "test/rule", severity, Location.of(path).at(2), message, "os.system('x')", List.of(), "");
  }
}
