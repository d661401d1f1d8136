/** Who publishes a model, and is its name an imitation. */
@NullMarked
package io.weighbridge.sourcing;

import org.jspecify.annotations.NullMarked;
