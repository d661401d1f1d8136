package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.List;
import java.util.Optional;

/**
 * The persistent ids that torch writes (torch/serialization.py): {@code ("storage", class, key,
 * location, elements[, view])}, and for whole legacy modules {@code ("module", class, file,
 * source)}.
 */
final class PersistentIds {
  private PersistentIds() {}

  static boolean isOrdinary(Value id) {
    return switch (id) {
      case Value.Tuple tuple -> isTorch(tuple.items());
      // Protocol 0 has only text: the tuple's repr.
      case Value.Text text -> text.prefix(16).startsWith("('storage', ");
      default -> false;
    };
  }

  /**
   * {@code ("module", class, file, source)} stands for the class; torch only compares its source.
   */
  static Optional<Value> module(Value.Persistent persistent) {
    return persistent.id() instanceof Value.Tuple tuple
            && isTorch(tuple.items())
            && tuple.items().size() == 4
        ? Optional.of(tuple.items().get(1))
        : Optional.empty();
  }

  private static boolean isTorch(List<Value> items) {
    if (items.size() < 3 || !(items.get(0) instanceof Value.Text kind)) {
      return false;
    }
    return switch (kind.prefix(16)) {
      case "storage" ->
          items.size() >= 5
              && items.size() <= 6
              && items.get(1) instanceof Value.Global
              && items.get(2) instanceof Value.Text
              && items.get(3) instanceof Value.Text
              && items.get(4) instanceof Value.Int
              && (items.size() == 5 || items.get(5).inert());
      case "module" ->
          items.size() == 4
              && items.get(1) instanceof Value.Global
              && items.get(2).inert()
              && items.get(3).inert();
      default -> false;
    };
  }
}
