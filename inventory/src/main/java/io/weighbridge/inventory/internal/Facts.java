package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.Hazard;
import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.Reference;
import java.util.List;
import java.util.Map;

/**
 * What one file says, by itself.
 *
 * @param pending what other files must complete
 * @param exports string constants of its module level, for others
 */
public record Facts(
    String path,
    List<Reference> references,
    List<Pending> pending,
    List<Hazard> hazards,
    Map<String, String> exports) {

  /** A reference whose name another file completes. */
  public record Pending(Reference reference, String raw, Hub hub, String bare) {}

  public Facts {
    references = List.copyOf(references);
    pending = List.copyOf(pending);
    hazards = List.copyOf(hazards);
  }

  static Facts nothing(String path) {
    return new Facts(path, List.of(), List.of(), List.of(), Map.of());
  }
}
