/**
 * The gate: which revision an asker gets, and why not. Everything behind it (fetching, judging,
 * storing, recording) is hidden; everything before it (HTTP, console) only translates.
 */
@NullMarked
package io.weighbridge.registry.internal.gate;

import org.jspecify.annotations.NullMarked;
