/**
 * Bytes on disk: blobs named by their sha256, and the part files that become blobs. Knows nothing
 * of models, decisions or askers.
 */
@NullMarked
package io.weighbridge.registry.internal.store;

import org.jspecify.annotations.NullMarked;
