package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Licences by the id that hubs use, and what follows for models made from others. */
final class Licences {
  /** Families whose terms go with whatever is made from the model. */
  private static final Map<String, String> PASSES_ON =
      Map.of(
          "non-commercial", "forbids commercial use",
          "no-derivatives", "forbids sharing what is made from it",
          "copyleft", "asks that what is made from it keeps the licence",
          "share-alike", "asks that what is made from it keeps the licence",
          "use-restricted", "forbids some uses and passes that on",
          "own-terms", "passes its own terms on");

  private static final Map<String, String> IDS = new HashMap<>();
  private static final Map<String, String> FAMILIES = new HashMap<>();

  static {
    for (String[] row : Table.rows("licences.tsv", 4)) {
      IDS.put(row[0], row[0]);
      IDS.putIfAbsent(row[1].toLowerCase(Locale.ROOT), row[0]);
      FAMILIES.put(row[0], row[2]);
    }
  }

  private Licences() {}

  /** The hub's id of a licence told as hub id or SPDX id; itself in lower case when unknown. */
  static String id(String told) {
    String lower = told.strip().toLowerCase(Locale.ROOT);
    return IDS.getOrDefault(lower, lower);
  }

  static String family(String id) {
    return FAMILIES.getOrDefault(id, "unknown");
  }

  /** What the model's card and tags state. */
  static Set<String> card(ModelInfo model) {
    var ids = new LinkedHashSet<String>();
    ModelFacts.texts(model.cardData(), "license").forEach(text -> ids.add(id(text)));
    ids.addAll(tags(model));
    return ids;
  }

  static Set<String> tags(ModelInfo model) {
    var ids = new LinkedHashSet<String>();
    model.tags().stream()
        .filter(tag -> tag.startsWith("license:"))
        .forEach(tag -> ids.add(id(tag.substring("license:".length()))));
    return ids;
  }

  /** What card, tags and the files that were read state, together. */
  static Set<String> stated(ModelInfo model, Collection<String> read) {
    var ids = new TreeSet<>(card(model));
    read.forEach(text -> ids.add(id(text)));
    return ids;
  }

  static List<String> families(Collection<String> ids) {
    return ids.stream().map(Licences::family).distinct().sorted().toList();
  }

  /**
   * Why a model under {@code derived} does not keep the terms of what it was made from; empty when
   * it does, or nothing is known against it.
   */
  static String broken(Set<String> base, Set<String> derived) {
    for (String id : base) {
      String family = family(id);
      String term = PASSES_ON.get(family);
      boolean kept = derived.stream().anyMatch(own -> own.equals(id) || keeps(family, family(own)));
      if (term != null && !derived.isEmpty() && !kept) {
        return id + ", which " + term;
      }
    }
    return "";
  }

  // The same agreement of another version is kept; a stricter family keeps a laxer one's terms.
  private static boolean keeps(String family, String own) {
    return switch (family) {
      case "non-commercial" -> own.equals("non-commercial") || own.equals("no-derivatives");
      case "copyleft", "share-alike", "use-restricted", "own-terms" ->
          own.equals(family) || own.equals("unknown");
      default -> false;
    };
  }
}
