/** Structural parsers of model formats, each a view over Content. */
@NullMarked
package io.weighbridge.formats;

import org.jspecify.annotations.NullMarked;
