package io.weighbridge.registry.internal.console;

import io.weighbridge.registry.internal.gate.RevisionState;
import java.util.List;

/**
 * A state in words.
 *
 * @param tone {@code good}, {@code warn}, {@code bad} or {@code calm}: never colour alone, the
 *     label says it too
 */
public record StateView(String label, String tone, String sentence) {

  private static final int MOST_NAMED = 3;

  /**
   * A state in words.
   *
   * @param leftOut the files that clients do not get
   */
  static StateView of(RevisionState state, List<String> leftOut) {
    return switch (state) {
      case WEIGHING -> new StateView("Being weighed", "calm", "This model is being weighed.");
      case ADMITTED -> new StateView("Admitted", "good", "This model may be pulled.");
      case FILTERED ->
          new StateView(
              "Admitted in part",
              "good",
              "This model may be pulled without " + named(leftOut) + ".");
      case REVIEW -> new StateView("Waits for a person", "warn", "This model waits for a person.");
      case REFUSED -> new StateView("Stopped", "bad", "This model was stopped.");
      case WITHDRAWN ->
          new StateView("Withdrawn", "bad", "This model was served once, and is withdrawn.");
    };
  }

  private static String named(List<String> paths) {
    String some = String.join(", ", paths.subList(0, Math.min(MOST_NAMED, paths.size())));
    int more = paths.size() - MOST_NAMED;
    return paths.isEmpty()
        ? "some of its files"
        : more > 0 ? some + " and " + Texts.count(more, "more file") : some;
  }
}
