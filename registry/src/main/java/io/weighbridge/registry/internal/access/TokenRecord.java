package io.weighbridge.registry.internal.access;

import java.time.Instant;

/** A token on record: everything but the token itself. */
public record TokenRecord(long id, String name, Role role, Instant created) {}
