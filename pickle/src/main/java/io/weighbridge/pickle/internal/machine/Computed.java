package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;

/** What is known of a value without a call. */
final class Computed {
  private Computed() {}

  /** Whether it is a constant or a plain container: certainly not callable, and not a str. */
  static boolean isConstant(Value value) {
    return value instanceof Value.Constant
        || value instanceof Value.Int
        || value instanceof Value.BigInt
        || value instanceof Value.Real
        || value instanceof Value.Forgotten
        || value instanceof Value.Text
        || value instanceof Value.Bytes
        || value instanceof Value.Tuple
        || value instanceof Value.FrozenSet
        || value instanceof Value.Sequence
        || value instanceof Value.Members
        || value instanceof Value.Mapping;
  }
}
