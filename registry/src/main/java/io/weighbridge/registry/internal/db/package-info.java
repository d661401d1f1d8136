/** What the gate remembers, in SQLite. Rows in, records out; no decisions are made here. */
@NullMarked
package io.weighbridge.registry.internal.db;

import org.jspecify.annotations.NullMarked;
