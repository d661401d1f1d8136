package io.weighbridge.vetting;

import io.weighbridge.content.Content;
import io.weighbridge.hub.RepoFile;
import java.util.function.Supplier;

/**
 * A fetched file of a revision.
 *
 * @param file as the upstream lists it
 * @param sha256 our own digest of the bytes that {@code open} gives, 64 lower-case hex digits
 * @param open opens the stored bytes; may be called from any thread, each opened content is closed
 */
public record Artifact(RepoFile file, String sha256, Supplier<Content> open) {}
