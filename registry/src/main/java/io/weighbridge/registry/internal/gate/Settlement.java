package io.weighbridge.registry.internal.gate;

/** What became of an approval or refusal: a sentence, and whether anything changed. */
public record Settlement(boolean changed, boolean found, String text) {}
