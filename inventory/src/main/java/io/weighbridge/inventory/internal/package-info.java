/** Readers of files, and what they share. */
@org.jspecify.annotations.NullMarked
package io.weighbridge.inventory.internal;
