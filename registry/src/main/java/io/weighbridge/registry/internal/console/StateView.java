package io.weighbridge.registry.internal.console;

import io.weighbridge.registry.internal.gate.RevisionState;

/**
 * A state in words.
 *
 * @param tone {@code good}, {@code warn}, {@code bad} or {@code calm}: never colour alone, the
 *     label says it too
 */
public record StateView(String label, String tone, String sentence) {

  static StateView of(RevisionState state) {
    return switch (state) {
      case WEIGHING -> new StateView("Being weighed", "calm", "This model is being weighed.");
      case ADMITTED -> new StateView("Admitted", "good", "This model may be pulled.");
      case FILTERED ->
          new StateView("Admitted in part", "good", "This model may be pulled, in part.");
      case REVIEW -> new StateView("Waits for a person", "warn", "This model waits for a person.");
      case REFUSED -> new StateView("Stopped", "bad", "This model was stopped.");
      case WITHDRAWN ->
          new StateView("Withdrawn", "bad", "This model was served once, and is withdrawn.");
    };
  }
}
