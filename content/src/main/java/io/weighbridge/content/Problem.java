package io.weighbridge.content;

/**
 * A structural defect, as data: parsers report and go on, and the scan rules decide what it means.
 * Every rule id has its row in the {@code rules.tsv} of the module that reports it.
 *
 * @param rule such as {@code zip/local-mismatch}
 * @param message one sentence for a person; may quote hostile text, so writers escape it
 * @param offset byte offset within the content that was parsed; -1 when no single place is meant
 */
public record Problem(String rule, String message, long offset) {
  public static Problem of(String rule, String message) {
    return new Problem(rule, message, -1);
  }
}
