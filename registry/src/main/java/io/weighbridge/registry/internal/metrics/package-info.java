/** What Prometheus reads: counts and times of the gate and of its HTTP surface. */
@NullMarked
package io.weighbridge.registry.internal.metrics;

import org.jspecify.annotations.NullMarked;
