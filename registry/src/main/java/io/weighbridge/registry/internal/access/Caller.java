package io.weighbridge.registry.internal.access;

import io.weighbridge.registry.internal.gate.Asker;
import java.util.Optional;

/**
 * Who a request comes from.
 *
 * @param asker as the gate is told
 * @param role of the token; empty without one of ours
 * @param bearer what became of the request's bearer token
 * @param open whether this gate serves without a token
 */
public record Caller(Asker asker, Optional<Role> role, Bearer bearer, boolean open) {

  /** What became of a bearer token. */
  public enum Bearer {
    /** There was none. */
    NONE,
    /** One of ours. */
    KNOWN,
    /** Not one of ours: neither stored nor forwarded, and worth nothing. */
    FOREIGN
  }

  /** Whether models may be pulled: with any token of ours, or on an open gate. */
  public boolean mayPull() {
    return open || role.isPresent();
  }

  /** Whether a token of ours stands behind it that covers the role. */
  public boolean has(Role needed) {
    return role.filter(held -> held.covers(needed)).isPresent();
  }
}
