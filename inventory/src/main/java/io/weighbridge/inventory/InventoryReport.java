package io.weighbridge.inventory;

import java.util.List;
import java.util.TreeSet;

/**
 * What a tree names, in order. Immutable.
 *
 * @param target as the caller named it
 * @param files how many were read
 * @param bytes how much they hold
 */
public record InventoryReport(
    String target,
    List<Reference> references,
    List<Hazard> hazards,
    List<LocalModel> models,
    List<Skipped> skipped,
    int files,
    long bytes) {

  public InventoryReport {
    references = List.copyOf(references);
    hazards = List.copyOf(hazards);
    models = List.copyOf(models);
    skipped = List.copyOf(skipped);
  }

  /** How many different models are named. */
  public int distinct() {
    var all = new TreeSet<String>();
    references.forEach(reference -> all.add(reference.hub() + " " + reference.id()));
    return all.size();
  }
}
