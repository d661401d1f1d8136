/**
 * Who may do what: tokens and their roles, console sessions, and the rule that a gate that listens
 * beyond loopback wants a token.
 */
@NullMarked
package io.weighbridge.registry.internal.access;

import org.jspecify.annotations.NullMarked;
