/** The parser of Jinja templates. */
@NullMarked
package io.weighbridge.formats.internal.jinja;

import org.jspecify.annotations.NullMarked;
