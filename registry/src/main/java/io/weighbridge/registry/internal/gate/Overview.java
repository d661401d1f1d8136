package io.weighbridge.registry.internal.gate;

/**
 * The three numbers that the console opens on, and what stands behind them.
 *
 * @param stopped revisions refused, now
 * @param waiting revisions waiting for a person, now
 * @param lookAlikes revisions stopped for imitating a known name, so far
 * @param ambiguous revisions judged whose publisher nobody can tell, so far
 * @param wouldStop revisions admitted that rules in observe mode would have stopped
 */
public record Overview(
    long stopped,
    long waiting,
    long wouldStop,
    long admitted,
    long weighing,
    long pulls,
    long blockedRequests,
    long storedBytes,
    long lookAlikes,
    long ambiguous) {}
