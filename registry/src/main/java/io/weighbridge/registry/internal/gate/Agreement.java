package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.FileReport;
import java.util.Set;

/** Whether stored bytes are what a look at parts of them promised. */
final class Agreement {
  private Agreement() {}

  /**
   * The same format, understood as far, and nothing found that was not known. What only other files
   * say of it is missing in {@code stored}, which was judged by itself.
   */
  static boolean holds(FileReport promised, FileReport stored) {
    return promised.format().equals(stored.format())
        && promised.size() == stored.size()
        && promised.coverage().worst(stored.coverage()) == promised.coverage()
        && promised.verdict().worst(stored.verdict()) == promised.verdict()
        && Set.copyOf(promised.findings()).containsAll(stored.findings());
  }
}
