/**
 * {@code weighbridge demo}: an attacker's hub, a gate before it, a client that pulls; played as a
 * list of {@link io.weighbridge.cli.internal.demo.Act acts}, so that a later defence adds its own.
 */
@NullMarked
package io.weighbridge.cli.internal.demo;

import org.jspecify.annotations.NullMarked;
