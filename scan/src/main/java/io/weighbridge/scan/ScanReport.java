package io.weighbridge.scan;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.FileReport;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.scan.internal.report.TextReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
 * @param fetched what a target that is not here cost to judge; empty when its bytes are here
 */
public record ScanReport(
    String version,
    String rulesDigest,
    String target,
    Verdict verdict,
    List<FileReport> files,
    List<String> licences,
    Optional<Fetched> fetched) {

  /**
   * What came over the network.
   *
   * @param bytes read of the files
   * @param total size of the files
   * @param requests made for them, redirects not counted
   */
  public record Fetched(long bytes, long total, int requests) {
    /** In a sentence: "read 48 kB of 2.1 GB (0.0022 %) in 3 requests". */
    public String text() {
      String share =
          total == 0 ? "" : String.format(Locale.ROOT, " (%.2g %%)", 100.0 * bytes / total);
      return "read "
          + TextReport.size(bytes)
          + " of "
          + TextReport.size(total)
          + share
          + " in "
          + requests
          + (requests == 1 ? " request" : " requests");
    }
  }

  /** Of a target whose bytes are here. */
  public ScanReport(
      String version,
      String rulesDigest,
      String target,
      Verdict verdict,
      List<FileReport> files,
      List<String> licences) {
    this(version, rulesDigest, target, verdict, files, licences, Optional.empty());
  }

  public ScanReport withFetched(Fetched cost) {
    return new ScanReport(
        version, rulesDigest, target, verdict, files, licences, Optional.of(cost));
  }

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
