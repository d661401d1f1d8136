package io.weighbridge.signing;

/**
 * One file of a model.
 *
 * @param name relative to the model's root, parts joined by {@code /}
 * @param size in bytes
 * @param sha256 64 lower-case hex digits
 */
public record FileDigest(String name, long size, String sha256) {}
