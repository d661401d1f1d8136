package io.weighbridge.registry.internal.gate;

import io.weighbridge.evidence.FileReport;
import io.weighbridge.hub.RepoFile;

/**
 * A stored, judged file.
 *
 * @param sha256 our own digest of the stored bytes, which names the blob
 */
public record ServedFile(RepoFile file, String sha256, FileReport report) {}
