package io.weighbridge.lineage;

import io.weighbridge.lineage.internal.compare.Judge;
import io.weighbridge.lineage.internal.compare.Matching;
import io.weighbridge.lineage.internal.compare.TensorPass;
import java.util.ArrayList;
import java.util.List;

/**
 * A candidate beside the reference that it is said to come from. Memory is bounded by one tile of
 * each, however large the models are. Method, thresholds and limits: docs/lineage.md.
 *
 * @param descent the verdict
 * @param reasons why, one sentence each
 * @param tensors those that have a counterpart
 * @param added names of tensors that only the candidate has
 * @param missing names of tensors that only the reference has
 * @param problems what could not be read or compared
 */
public record Comparison(
    Descent descent,
    List<String> reasons,
    List<TensorChange> tensors,
    List<String> added,
    List<String> missing,
    List<String> problems) {

  public Comparison {
    reasons = List.copyOf(reasons);
    tensors = List.copyOf(tensors);
    added = List.copyOf(added);
    missing = List.copyOf(missing);
    problems = List.copyOf(problems);
  }

  /** Compares; the weights stay open. */
  public static Comparison of(WeightSet candidate, WeightSet reference) {
    var problems = new ArrayList<>(candidate.problems());
    problems.addAll(reference.problems());
    Matching matching = Matching.of(candidate.weights(), reference.weights());
    List<TensorChange> tensors =
        matching.pairs().parallelStream()
            .map(pair -> new TensorPass(pair.candidate(), pair.reference()).run())
            .toList();
    matching.unlike().forEach(problems::add);
    return Judge.of(tensors, matching.added(), matching.missing(), problems);
  }
}
