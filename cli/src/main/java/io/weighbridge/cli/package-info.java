/** The weighbridge command; the only place where everything is wired together. */
@NullMarked
package io.weighbridge.cli;

import org.jspecify.annotations.NullMarked;
