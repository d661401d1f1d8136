package io.weighbridge.signing.internal;

import io.weighbridge.json.Json;
import io.weighbridge.signing.Refusal;
import io.weighbridge.signing.SignatureRefused;
import io.weighbridge.signing.Statement;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Reads the members of our own predicates. */
public final class Predicates {
  private Predicates() {}

  public static Json of(Statement statement, String type) {
    if (!statement.predicateType().equals(type)) {
      throw new SignatureRefused(
          Refusal.STATEMENT, "it is of type " + statement.predicateType() + ", wanted " + type);
    }
    return statement.predicate();
  }

  public static String text(Json json, String name) {
    return json.text(name).orElseThrow(() -> missing(name));
  }

  public static long number(Json json, String name) {
    return json.number(name).orElseThrow(() -> missing(name));
  }

  public static Instant time(Json json, String name) {
    try {
      return Instant.parse(text(json, name));
    } catch (DateTimeParseException e) {
      throw new SignatureRefused(Refusal.STATEMENT, "its \"" + name + "\" is not a time", e);
    }
  }

  private static SignatureRefused missing(String name) {
    return new SignatureRefused(Refusal.STATEMENT, "it has no \"" + name + "\"");
  }
}
