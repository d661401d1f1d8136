/** One judge for each format. */
@NullMarked
package io.weighbridge.scan.internal.judge;

import org.jspecify.annotations.NullMarked;
