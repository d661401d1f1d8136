package io.weighbridge.registry.internal.ledger;

import io.weighbridge.json.Json;
import java.util.Locale;

/** Something that happened, before it has a number and a time. */
public record LedgerEntry(Type type, Json.Obj fields) {

  /** What is recorded. */
  public enum Type {
    DECISION,
    APPROVAL,
    REFUSAL,
    WAIVER,
    /** A request was refused. */
    BLOCK,
    PULL;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
