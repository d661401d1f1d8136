/** The symbolic pickle machine. */
@NullMarked
package io.weighbridge.pickle;

import org.jspecify.annotations.NullMarked;
