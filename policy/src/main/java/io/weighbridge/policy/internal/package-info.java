/** How a policy document is read, type-checked and applied. */
@NullMarked
package io.weighbridge.policy.internal;

import org.jspecify.annotations.NullMarked;
