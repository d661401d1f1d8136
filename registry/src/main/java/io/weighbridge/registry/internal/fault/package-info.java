/** Where the kill test may aim: nothing here does anything unless it is switched on. */
@NullMarked
package io.weighbridge.registry.internal.fault;

import org.jspecify.annotations.NullMarked;
