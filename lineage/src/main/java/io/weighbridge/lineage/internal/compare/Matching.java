package io.weighbridge.lineage.internal.compare;

import io.weighbridge.lineage.Dtype;
import io.weighbridge.lineage.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tensor belongs to which: by name, and where wrappers put prefixes before names ({@code
 * model.}, {@code bert.}), by the longest ending that only one tensor has. A vocabulary that was
 * padded or extended is compared in the rows that both have.
 */
public record Matching(
    List<Pair> pairs, List<String> added, List<String> missing, List<String> unlike) {

  /** Two tensors whose rows can be compared. */
  public record Pair(Weight candidate, Weight reference) {}

  public static Matching of(List<Weight> candidates, List<Weight> references) {
    Map<String, Weight> byName = new HashMap<>();
    Map<String, Weight> byEnding = new HashMap<>();
    Set<String> ambiguous = new HashSet<>();
    for (Weight reference : references) {
      byName.put(reference.name(), reference);
      for (String ending : endings(reference.name())) {
        if (byEnding.put(ending, reference) != null) {
          ambiguous.add(ending);
        }
      }
    }
    byEnding.keySet().removeAll(ambiguous);
    var pairs = new ArrayList<Pair>();
    var added = new ArrayList<String>();
    var unlike = new ArrayList<String>();
    Set<String> used = new HashSet<>();
    for (Weight candidate : candidates) {
      Weight reference = byName.get(candidate.name());
      for (String ending : endings(candidate.name())) {
        reference = reference == null ? byEnding.get(ending) : reference;
      }
      if (reference == null) {
        added.add(candidate.name());
        continue;
      }
      used.add(reference.name());
      if (!comparable(candidate, reference)) {
        unlike.add(
            candidate.name()
                + ": "
                + candidate.dtype()
                + " "
                + candidate.shape()
                + " cannot be compared with "
                + reference.dtype()
                + " "
                + reference.shape());
        continue;
      }
      pairs.add(new Pair(candidate, reference));
    }
    List<String> missing =
        references.stream().map(Weight::name).filter(name -> !used.contains(name)).toList();
    return new Matching(pairs, added, missing, unlike);
  }

  /** The name without its first parts, longest first, as long as two parts are left. */
  private static List<String> endings(String name) {
    var endings = new ArrayList<String>();
    int depth = 0;
    for (int at = 0; name.indexOf('.', at) >= 0 && depth < 16; depth++) {
      endings.add(name.substring(at));
      at = name.indexOf('.', at) + 1;
    }
    return endings;
  }

  private static boolean comparable(Weight candidate, Weight reference) {
    if (candidate.shape().size() != reference.shape().size()) {
      return false;
    }
    boolean alike = candidate.shape().equals(reference.shape());
    boolean padded =
        candidate.rows() > 1 && reference.rows() > 1 && candidate.columns() == reference.columns();
    boolean readable =
        (Tile.reads(candidate.dtype()) && Tile.reads(reference.dtype()))
            || (candidate.dtype() == reference.dtype() && candidate.dtype() != Dtype.OPAQUE);
    return (alike || padded) && readable;
  }
}
