/**
 * The console: pages for people, rendered on the server, without scripts. Views are records made
 * from the gate's records; templates (src/main/jte, compiled at build time) only lay them out; one
 * output class makes hostile text harmless and visible.
 */
@NullMarked
package io.weighbridge.registry.internal.console;

import org.jspecify.annotations.NullMarked;
