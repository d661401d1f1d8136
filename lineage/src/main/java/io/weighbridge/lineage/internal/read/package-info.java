/** One reader for each format that holds tensors. */
@NullMarked
package io.weighbridge.lineage.internal.read;

import org.jspecify.annotations.NullMarked;
