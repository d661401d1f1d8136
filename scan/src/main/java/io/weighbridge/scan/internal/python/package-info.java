/**
 * Python source, parsed with tree-sitter's grammar and never run: what happens when a loader
 * imports it, told apart from functions that nobody calls.
 */
@NullMarked
package io.weighbridge.scan.internal.python;

import org.jspecify.annotations.NullMarked;
