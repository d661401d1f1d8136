/** Graphs of models as values and operators, and choices in them that nobody should have made. */
@NullMarked
package io.weighbridge.scan.internal.graph;

import org.jspecify.annotations.NullMarked;
