/** Python as far as models are named in it: tokens, expressions, constants, calls of loaders. */
@org.jspecify.annotations.NullMarked
package io.weighbridge.inventory.internal.python;
