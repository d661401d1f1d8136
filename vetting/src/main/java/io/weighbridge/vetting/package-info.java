/** The one function: revision and policy to evidence and decision. */
@NullMarked
package io.weighbridge.vetting;

import org.jspecify.annotations.NullMarked;
