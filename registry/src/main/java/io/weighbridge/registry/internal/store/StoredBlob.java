package io.weighbridge.registry.internal.store;

/**
 * Bytes in the store.
 *
 * @param sha256 our own digest, which names the blob
 * @param size in bytes
 */
public record StoredBlob(String sha256, long size) {}
