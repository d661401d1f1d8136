package io.weighbridge.lineage;

import io.weighbridge.formats.Format;
import java.util.List;

/**
 * Tensors that a loader takes together: one file, or all shards of one. A repository often holds
 * several sets of the same model in different formats; a loader picks one.
 *
 * @param name the file, or the shards' common name
 * @param format that all its files have
 * @param files paths, in order
 * @param weights in the order of the files
 * @param problems what could not be read, one sentence each; then the set is incomplete
 */
public record WeightSet(
    String name, Format format, List<String> files, List<Weight> weights, List<String> problems) {
  public WeightSet {
    files = List.copyOf(files);
    weights = List.copyOf(weights);
    problems = List.copyOf(problems);
  }

  /** Whether every tensor of its files is in it. */
  public boolean complete() {
    return problems.isEmpty();
  }

  /** Whether it is an adapter: low-rank factors instead of the matrices that they change. */
  public boolean adapter() {
    for (Weight weight : weights) {
      if (weight.name().contains(".lora_A") || weight.name().contains(".lora_embedding_A")) {
        return true;
      }
    }
    return false;
  }
}
