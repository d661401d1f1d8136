/** Commands, their options, and how they talk to people. */
@NullMarked
package io.weighbridge.cli.internal;

import org.jspecify.annotations.NullMarked;
