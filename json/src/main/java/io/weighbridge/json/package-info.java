/** One JSON for the whole project: bounded, duplicate keys refused, canonical form by RFC 8785. */
@NullMarked
package io.weighbridge.json;

import org.jspecify.annotations.NullMarked;
