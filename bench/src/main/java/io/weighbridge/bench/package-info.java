/** Benchmarks that run inside of one virtual machine, by JMH; the others are scripts. */
@NullMarked
package io.weighbridge.bench;

import org.jspecify.annotations.NullMarked;
