/** How evidence is gathered and told. */
@NullMarked
package io.weighbridge.vetting.internal;

import org.jspecify.annotations.NullMarked;
