/** Command lines, settings, documents: line by line. */
@org.jspecify.annotations.NullMarked
package io.weighbridge.inventory.internal.text;
