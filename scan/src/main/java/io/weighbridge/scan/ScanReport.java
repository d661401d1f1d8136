package io.weighbridge.scan;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Verdict;
import java.util.List;

/**
 * The judgement of a target.
 *
 * @param version of Weighbridge
 * @param rulesDigest {@link Scanner#rulesDigest()} of the rules that decided
 * @param target as the caller named it
 * @param verdict the worst of the files; {@link Verdict#SAFE} for none
 * @param files in the order given
 * @param licences SPDX ids (or {@code LicenseRef-…}) that the model card and licence files state,
 *     in order of their paths; facts, not findings
 */
public record ScanReport(
    String version,
    String rulesDigest,
    String target,
    Verdict verdict,
    List<FileReport> files,
    List<String> licences) {

  public ScanReport {
    files = List.copyOf(files);
    licences = List.copyOf(licences);
  }

  /** The worst coverage of the files. */
  public Coverage coverage() {
    Coverage worst = Coverage.FULL;
    for (FileReport file : files) {
      worst = worst.worst(file.coverage());
    }
    return worst;
  }
}
