package io.weighbridge.evidence;

import java.util.List;

/**
 * One thing found, by a rule, at a place. Text fields hold what the model says, unescaped: every
 * writer escapes for its own sink.
 *
 * @param rule the rule's id, such as {@code pickle/dangerous-call}
 * @param message one sentence for a person: what was found and what it does
 * @param evidence the thing itself, shortened: a decompiled call, a header field; may be empty
 * @param remedy what to do next; may be empty
 */
public record Finding(
    String rule,
    Severity severity,
    Location location,
    String message,
    String evidence,
    List<Reference> references,
    String remedy) {

  public Finding {
    references = List.copyOf(references);
  }
}
