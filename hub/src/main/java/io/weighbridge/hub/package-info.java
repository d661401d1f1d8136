/** Model ids, revisions, wire types, and clients for upstreams. */
@NullMarked
package io.weighbridge.hub;

import org.jspecify.annotations.NullMarked;
