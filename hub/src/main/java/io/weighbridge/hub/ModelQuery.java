package io.weighbridge.hub;

import java.util.Optional;

/** A search for models; {@code sort} as the Hub names it: downloads, likes, createdAt. */
public record ModelQuery(
    Optional<String> search,
    Optional<String> author,
    Optional<String> sort,
    boolean ascending,
    int limit) {

  public static ModelQuery popular(int limit) {
    return new ModelQuery(
        Optional.empty(), Optional.empty(), Optional.of("downloads"), false, limit);
  }

  public static ModelQuery oldestOf(String author) {
    return new ModelQuery(Optional.empty(), Optional.of(author), Optional.of("createdAt"), true, 1);
  }
}
