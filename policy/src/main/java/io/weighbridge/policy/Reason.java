package io.weighbridge.policy;

/**
 * One rule's word in a decision. Texts hold what a model says about itself, unescaped: every writer
 * escapes for its own sink.
 *
 * @param rule the policy rule's id; {@code allow}, {@code deny}, {@code waiver} and {@code
 *     no-rule-matched} are the policy's own
 * @param file the file that it speaks of; empty for the revision
 * @param observed true when the rule is in observe mode, so that it did not count
 * @param message one sentence: what was found, with its evidence; may be empty for {@code admit}
 * @param next the next step: a command or whom to ask; empty when the rule names none
 */
public record Reason(
    String rule, Outcome outcome, String file, boolean observed, String message, String next) {}
