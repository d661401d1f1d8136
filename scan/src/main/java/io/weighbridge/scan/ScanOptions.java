package io.weighbridge.scan;

import io.weighbridge.content.Budget;

/**
 * How to scan.
 *
 * @param limits what one file, with everything inside it, may spend
 * @param digests whether to compute the SHA-256 of every file (reads all bytes)
 * @param threads most files judged at the same time, at least 1
 */
public record ScanOptions(Budget.Limits limits, boolean digests, int threads) {
  /** Standard limits, no digests, one thread per processor. */
  public static final ScanOptions STANDARD =
      new ScanOptions(Budget.Limits.STANDARD, false, Runtime.getRuntime().availableProcessors());

  public ScanOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads);
    }
  }

  public ScanOptions withDigests() {
    return new ScanOptions(limits, true, threads);
  }

  public ScanOptions withLimits(Budget.Limits other) {
    return new ScanOptions(other, digests, threads);
  }

  public ScanOptions withThreads(int other) {
    return new ScanOptions(limits, digests, other);
  }
}
