package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.List;

/**
 * How BUILD reads its operand: a dict, or a pair of dict and slots (CPython {@code load_build}).
 */
final class States {
  private States() {}

  /** The state's dict and slots; the state itself when it is no pair. */
  static List<Value> parts(Value state) {
    return isPair(state) ? ((Value.Tuple) state).items() : List.of(state);
  }

  static boolean isPair(Value state) {
    return state instanceof Value.Tuple tuple && tuple.items().size() == 2;
  }
}
