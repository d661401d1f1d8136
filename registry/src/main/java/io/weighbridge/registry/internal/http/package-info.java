/**
 * The Hub's HTTP surface. A request becomes a validated {@link
 * io.weighbridge.registry.internal.http.Route}; the gate is asked; its answer becomes a {@link
 * io.weighbridge.registry.internal.http.Reply}; one writer puts replies on the wire. Nothing here
 * judges, and nothing behind this package sees a raw path, header or socket.
 */
@NullMarked
package io.weighbridge.registry.internal.http;

import org.jspecify.annotations.NullMarked;
