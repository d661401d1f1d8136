/** The server: Hub API, store, ledger, console. */
@NullMarked
package io.weighbridge.registry;

import org.jspecify.annotations.NullMarked;
