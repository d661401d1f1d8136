package io.weighbridge.inventory;

import java.util.Optional;

/**
 * Something at a place that lint speaks of and that is no property of a reference: an unsafe call,
 * an address that goes around the gate.
 *
 * @param path as in {@link Reference}
 * @param line from 1
 * @param rule id of the rule, such as {@code lint/torch-load}
 * @param message one sentence
 * @param evidence the text itself, shortened
 * @param edit what would mend it
 */
public record Hazard(
    String path, int line, String rule, String message, String evidence, Optional<Edit> edit) {

  /**
   * A change of a file.
   *
   * @param start offset in UTF-16 units of the decoded file, as is {@code end}
   * @param text what stands there afterwards
   */
  public record Edit(int start, int end, String text) {}
}
