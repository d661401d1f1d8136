/** Rules over the syntax tree of Jinja templates. */
@NullMarked
package io.weighbridge.scan.internal.jinja;

import org.jspecify.annotations.NullMarked;
