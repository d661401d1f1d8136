package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.ModelId;
import io.weighbridge.registry.internal.access.Caller;
import io.weighbridge.registry.internal.access.Role;
import io.weighbridge.registry.internal.gate.Gate;

/**
 * Of which models a caller may read the record: names of files, findings and decompiled calls of a
 * gated or private model are for those whom its upstream lets in, and for those who decide about
 * it.
 */
public record Sight(Gate gate, Caller caller) {
  /** What others are told. */
  public static final String CLOSED =
      "This model is gated or private at its upstream. Its record is for those whom the upstream"
          + " lets in, and for reviewers: use such a token.";

  /** Whether the caller may read what is on record about a model. */
  public boolean of(ModelId id) {
    return caller.has(Role.REVIEWER) || gate.opens(id, caller.asker());
  }
}
