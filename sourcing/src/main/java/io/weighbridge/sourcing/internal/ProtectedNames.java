package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.SourcingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Protected names, and the comparison with each. */
public final class ProtectedNames {
  private final Map<String, ModelId> byKey = new ConcurrentHashMap<>();
  private final Set<String> publishers = ConcurrentHashMap.newKeySet();

  /** The ids of the shipped list. */
  public static List<ModelId> shipped() {
    try (InputStream in = NameIndex.class.getResourceAsStream("known-models.txt")) {
      if (in == null) {
        throw new SourcingException("known-models.txt is missing from the build");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new SourcingException("known-models.txt cannot be read: " + e.getMessage());
    }
  }

  /** One id a line, more columns after a tab, comments after {@code #}. */
  static List<ModelId> parse(String text) {
    var ids = new ArrayList<ModelId>();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String id = line.split("\t", 2)[0].strip();
        ids.add(
            ModelId.parse(id)
                .orElseThrow(() -> new SourcingException("no model id in the list: " + id)));
      }
    }
    return ids;
  }

  public void add(ModelId id) {
    byKey.putIfAbsent(id.key(), id);
    if (!id.namespace().isEmpty()) {
      publishers.add(id.namespace().toLowerCase(Locale.ROOT));
    }
  }

  public int size() {
    return byKey.size();
  }

  public boolean contains(ModelId id) {
    return byKey.containsKey(id.key());
  }

  public boolean knowsPublisher(String namespace) {
    return publishers.contains(namespace.toLowerCase(Locale.ROOT));
  }

  public Optional<Resemblance> resembles(ModelId id) {
    if (contains(id) || knowsPublisher(id.namespace())) {
      return Optional.empty();
    }
    Resemblance best = null;
    for (ModelId original : byKey.values()) {
      int distance = Damerau.within(lower(id.name()), lower(original.name()), 2);
      if (distance >= 0 && (best == null || distance < best.distance())) {
        best =
            new Resemblance(
                original,
                distance == 0 ? Resemblance.Kind.COPY : Resemblance.Kind.TYPO,
                distance,
                distance == 0
                    ? "the name is that of " + original + ", but the publisher is not"
                    : "the name differs from "
                        + original
                        + " by "
                        + distance
                        + (distance == 1 ? " character" : " characters"));
      }
    }
    return Optional.ofNullable(best);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
