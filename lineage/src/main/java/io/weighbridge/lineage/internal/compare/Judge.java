package io.weighbridge.lineage.internal.compare;

import io.weighbridge.lineage.Comparison;
import io.weighbridge.lineage.Descent;
import io.weighbridge.lineage.TensorChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From the changes of all tensors to the verdict; docs/lineage.md says why each threshold is so.
 */
public final class Judge {
  private static final double RELATED = 0.5;
  private static final double FEW_ROWS = 0.02;
  private static final double NOISE = 1.5;
  private static final double STRUCTURED = 3;
  private static final double OUTLIER = 25;
  private static final int LOW_RANK = 40;
  private static final int FEW_MATRICES = 6;

  private final List<TensorChange> changed = new ArrayList<>();
  private final List<TensorChange> matrices = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private long elements;
  private long changedElements;
  private boolean allBytes = true;
  private boolean quantised;

  private Judge() {}

  public static Comparison of(
      List<TensorChange> tensors, List<String> added, List<String> missing, List<String> problems) {
    var judge = new Judge();
    tensors.forEach(judge::add);
    Descent descent =
        problems.isEmpty() ? judge.decide(tensors, added, missing) : judge.undecided(tensors);
    return new Comparison(descent, judge.reasons, tensors, added, missing, problems);
  }

  private void add(TensorChange tensor) {
    elements += tensor.elements();
    changedElements += tensor.changed();
    allBytes &= tensor.bytesEqual();
    quantised |= tensor.rounding().equals("int8") || tensor.rounding().equals("q8_0");
    if (tensor.changed() > 0) {
      changed.add(tensor);
      if (tensor.matrix()) {
        matrices.add(tensor);
      }
    }
  }

  private Descent undecided(List<TensorChange> tensors) {
    reasons.add(
        "not every tensor could be read or compared, so no verdict is given; of "
            + tensors.size()
            + " that could, "
            + changed.size()
            + " differ");
    return Descent.UNDECIDED;
  }

  private Descent decide(List<TensorChange> tensors, List<String> added, List<String> missing) {
    // Norms and biases of unrelated models look alike; matrices do not.
    List<TensorChange> telling = tensors.stream().filter(TensorChange::matrix).toList();
    telling = telling.isEmpty() ? tensors : telling;
    long related = telling.stream().filter(tensor -> tensor.cosine() > RELATED).count();
    if (telling.isEmpty() || related < telling.size() / 2.0) {
      reasons.add(related + " of " + telling.size() + " matrices of the same name are similar");
      return Descent.UNRELATED;
    }
    if (changed.isEmpty()) {
      return unchanged(added, missing);
    }
    double equal = 1 - (double) changedElements / elements;
    reasons.add(
        String.format(
            Locale.ROOT,
            "%d of %d tensors differ; %.1f %% of all numbers are equal",
            changed.size(),
            tensors.size(),
            100 * equal));
    if (equal < 0.5 && isNoise()) {
      List<TensorChange> edits = matrices.stream().filter(Judge::standsOut).toList();
      edits.forEach(edit -> reasons.add(edit.name() + " stands out of noise on every weight"));
      return edits.isEmpty() ? Descent.NOISE : Descent.TARGETED_EDIT;
    }
    if (equal >= 0.5 && isEdit()) {
      return Descent.TARGETED_EDIT;
    }
    boolean low = matrices.size() >= FEW_MATRICES && matrices.stream().allMatch(Judge::isLowRank);
    return low
        ? Descent.LOW_RANK
        : equal >= 0.5 ? Descent.PARTIAL_FINE_TUNE : Descent.FULL_FINE_TUNE;
  }

  private Descent unchanged(List<String> added, List<String> missing) {
    if (!added.isEmpty()) {
      reasons.add(added.size() + " tensors were added (a new head), all others are equal");
      return Descent.PARTIAL_FINE_TUNE;
    }
    if (!missing.isEmpty()) {
      reasons.add(missing.size() + " tensors of the reference are missing, all others are equal");
      return Descent.PARTIAL_FINE_TUNE;
    }
    reasons.add(
        allBytes ? "every tensor has the same bytes" : "every number is the reference's, rounded");
    return allBytes ? Descent.IDENTICAL : quantised ? Descent.QUANTISED : Descent.RESAVED;
  }

  private static boolean isLowRank(TensorChange matrix) {
    return matrix.rank() <= Math.min(LOW_RANK, matrix.rows() / 4);
  }

  private boolean isNoise() {
    double[] structures = matrices.stream().mapToDouble(TensorChange::structure).sorted().toArray();
    return structures.length > 0 && structures[structures.length / 2] < NOISE;
  }

  private static boolean standsOut(TensorChange matrix) {
    return (matrix.structure() > STRUCTURED && matrix.dominance() > STRUCTURED)
        || (matrix.embedding() && matrix.outlier() > OUTLIER);
  }

  /**
   * Few rows of a vocabulary while every layer is equal, or few matrices within layers, each of low
   * rank or one that dominates. Training a head, or a whole layer, is neither.
   */
  private boolean isEdit() {
    List<TensorChange> inLayers = matrices.stream().filter(TensorChange::inLayer).toList();
    boolean rows =
        inLayers.isEmpty()
            && matrices.stream()
                .anyMatch(
                    matrix ->
                        matrix.embedding() && matrix.changedRows() < FEW_ROWS * matrix.rows());
    boolean few =
        !inLayers.isEmpty()
            && inLayers.size() < FEW_MATRICES
            && inLayers.stream()
                .allMatch(
                    matrix ->
                        matrix.rank() <= 4
                            || matrix.dominance() > STRUCTURED
                            || matrix.changedRows() < FEW_ROWS * matrix.rows());
    return rows || few;
  }
}
