package io.weighbridge.hub;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an upstream says about a namespace.
 *
 * @param kind {@code user}, {@code organization} or {@code unknown}
 * @param createdAt account creation, where the upstream tells it
 * @param oldestModel creation of its oldest model, where that could be found
 * @param id the upstream's immutable account id, where it tells one
 */
public record Publisher(
    String namespace,
    String kind,
    Optional<String> id,
    Optional<String> fullName,
    Optional<Boolean> verified,
    Optional<Instant> createdAt,
    Optional<Instant> oldestModel,
    OptionalLong models,
    OptionalLong followers) {

  /** Account creation, else the oldest model's; unknown is empty and never counts in favour. */
  public Optional<Instant> since() {
    return createdAt.or(() -> oldestModel);
  }

  /** A namespace of which nothing is told. */
  public static Publisher unknown(String namespace) {
    return new Publisher(
        namespace,
        "unknown",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  public Publisher withOldestModel(Optional<Instant> created) {
    return new Publisher(
        namespace, kind, id, fullName, verified, createdAt, created, models, followers);
  }
}
