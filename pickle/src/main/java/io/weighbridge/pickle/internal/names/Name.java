package io.weighbridge.pickle.internal.names;

/** An attribute of a module, as a key. */
public record Name(String module, String name) {}
