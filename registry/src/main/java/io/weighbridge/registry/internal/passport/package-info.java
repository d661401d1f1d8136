/**
 * Signed records of what was admitted: issued when a revision is admitted, held against the
 * database whenever it is served, and withdrawn by a list that verifiers fetch.
 */
@NullMarked
package io.weighbridge.registry.internal.passport;

import org.jspecify.annotations.NullMarked;
