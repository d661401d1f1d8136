package io.weighbridge.evidence;

import java.util.List;
import java.util.Optional;

/**
 * The judgement of one artifact.
 *
 * @param path relative to the target, {@code /}-separated
 * @param format what the bytes are, such as {@code pickle}, {@code torch-zip}, {@code safetensors}
 * @param size in bytes
 * @param sha256 lower-case hex, when it was computed
 * @param coverageReason why coverage is not full; empty when it is
 * @param findings worst first
 */
public record FileReport(
    String path,
    String format,
    long size,
    Optional<String> sha256,
    Verdict verdict,
    Coverage coverage,
    String coverageReason,
    List<Finding> findings) {

  public FileReport {
    findings =
        findings.stream()
            .sorted(java.util.Comparator.comparing(Finding::severity).reversed())
            .toList();
    if (verdict == Verdict.SAFE && coverage != Coverage.FULL) {
      throw new IllegalArgumentException("safe needs full coverage: " + path);
    }
  }

  public FileReport withSha256(String digest) {
    return new FileReport(
        path, format, size, Optional.of(digest), verdict, coverage, coverageReason, findings);
  }
}
