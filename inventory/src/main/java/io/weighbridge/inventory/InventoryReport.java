package io.weighbridge.inventory;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a tree names, in order. Immutable.
 *
 * @param target as the caller named it
 * @param files how many were read
 * @param bytes how much they hold
 * @param standings how models of the Hub stand in a registry; empty when none was asked
 */
public record InventoryReport(
    String target,
    List<Reference> references,
    List<Hazard> hazards,
    List<LocalModel> models,
    List<Skipped> skipped,
    int files,
    long bytes,
    Map<String, Lint.Standing> standings) {

  public InventoryReport {
    references = List.copyOf(references);
    hazards = List.copyOf(hazards);
    models = List.copyOf(models);
    skipped = List.copyOf(skipped);
    standings = Map.copyOf(standings);
  }

  /** The same, with what a registry says of each model of the Hub that code or settings name. */
  public InventoryReport comparedWith(Function<String, Lint.Standing> registry) {
    var asked = new TreeMap<String, Lint.Standing>();
    for (Reference reference : references) {
      if (reference.hub() == Hub.HUGGINGFACE && reference.use() != Use.DOCUMENTS) {
        asked.computeIfAbsent(reference.id(), registry::apply);
      }
    }
    return new InventoryReport(target, references, hazards, models, skipped, files, bytes, asked);
  }

  /** The same, by the name that the caller gave the tree. */
  public InventoryReport named(String name) {
    return new InventoryReport(name, references, hazards, models, skipped, files, bytes, standings);
  }

  /** Models in use that the registry does not know: the battlecard's untracked models. */
  public long untracked() {
    return standings.values().stream().filter(s -> s == Lint.Standing.UNKNOWN).count();
  }

  /** How many different models are named. */
  public int distinct() {
    var all = new TreeSet<String>();
    references.forEach(reference -> all.add(reference.hub() + " " + reference.id()));
    return all.size();
  }
}
