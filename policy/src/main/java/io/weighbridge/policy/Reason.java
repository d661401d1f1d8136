package io.weighbridge.policy;

/**
 * One rule's word in a decision.
 *
 * @param rule the policy rule's id
 * @param file the file that it speaks of; empty for the revision
 * @param observed true when the rule is in observe mode, so that it did not count
 * @param message a sentence ending in the next step
 */
public record Reason(String rule, Outcome outcome, String file, boolean observed, String message) {}
