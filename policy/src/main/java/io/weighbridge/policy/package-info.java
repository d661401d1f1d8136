/** Evidence to decision: CEL rules in YAML. */
@NullMarked
package io.weighbridge.policy;

import org.jspecify.annotations.NullMarked;
