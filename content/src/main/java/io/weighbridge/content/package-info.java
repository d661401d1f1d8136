/** Random-access bytes under a budget, and archives as loaders see them. */
@NullMarked
package io.weighbridge.content;

import org.jspecify.annotations.NullMarked;
