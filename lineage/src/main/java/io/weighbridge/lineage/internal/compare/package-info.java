/** The steps of a comparison, from matching names to the verdict. */
@NullMarked
package io.weighbridge.lineage.internal.compare;

import org.jspecify.annotations.NullMarked;
