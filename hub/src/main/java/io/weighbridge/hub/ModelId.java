package io.weighbridge.hub;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model repository's id: {@code namespace/name}, or a bare {@code name} as the Hub's oldest
 * models have. Compared as written; {@link #key()} is for lookups, since hubs ignore case.
 */
public record ModelId(String namespace, String name) implements Comparable<ModelId> {
  // The Hub's own rule: letters, digits, and single . _ - within, at most 96 characters.
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}");

  public ModelId {
    check(namespace.isEmpty() ? name : namespace);
    check(name);
  }

  private static void check(String segment) {
    if (!SEGMENT.matcher(segment).matches()
        || segment.contains("..")
        || segment.contains("--")
        || segment.endsWith(".git")
        || segment.endsWith(".ipynb")) {
      throw new IllegalArgumentException(
          "not a model id segment: \""
              + (segment.length() > 100 ? segment.substring(0, 100) + "…" : segment)
              + "\"");
    }
  }

  /** Reads {@code namespace/name} or {@code name}; empty when it is neither. */
  public static Optional<ModelId> parse(String text) {
    int slash = text.indexOf('/');
    try {
      return Optional.of(
          slash < 0
              ? new ModelId("", text)
              : new ModelId(nonEmpty(text.substring(0, slash)), text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String nonEmpty(String namespace) {
    if (namespace.isEmpty()) {
      throw new IllegalArgumentException("empty namespace");
    }
    return namespace;
  }

  /** Lower-case text: two ids with one key are one repository to a hub. */
  public String key() {
    return toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  @Override
  public int compareTo(ModelId other) {
    return toString().compareTo(other.toString());
  }
}
