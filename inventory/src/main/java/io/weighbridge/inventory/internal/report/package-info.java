/** Writers of the inventory and of the lint; each escapes for its sink. */
@org.jspecify.annotations.NullMarked
package io.weighbridge.inventory.internal.report;
