/** What is read of a file for its verdict before it is fetched, and kept until it is proven. */
@NullMarked
package io.weighbridge.registry.internal.preview;

import org.jspecify.annotations.NullMarked;
