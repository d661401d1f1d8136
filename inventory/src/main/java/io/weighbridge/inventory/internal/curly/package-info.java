/** Languages with braces, as far as models are named in them: strings in calls and settings. */
@org.jspecify.annotations.NullMarked
package io.weighbridge.inventory.internal.curly;
