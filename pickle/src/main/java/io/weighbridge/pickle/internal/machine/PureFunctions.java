package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.List;
import java.util.Optional;

/** Functions whose results are computed. */
final class PureFunctions {
  Optional<Value> compute(String function, List<Value> arguments, Calls calls) {
    return Optional.empty();
  }
}
