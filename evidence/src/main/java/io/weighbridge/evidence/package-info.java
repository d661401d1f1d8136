/** The words that all stages share: findings, verdicts, coverage. */
@NullMarked
package io.weighbridge.evidence;

import org.jspecify.annotations.NullMarked;
