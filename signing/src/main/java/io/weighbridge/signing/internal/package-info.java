@NullMarked
package io.weighbridge.signing.internal;

import org.jspecify.annotations.NullMarked;
