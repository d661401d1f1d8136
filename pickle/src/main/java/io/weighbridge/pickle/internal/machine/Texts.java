package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.Optional;

/** Texts that name attributes and modules. */
final class Texts {
  private static final int LONGEST = 1 << 10;

  private Texts() {}

  static Optional<String> text(Value value) {
    return value instanceof Value.Text text ? text.text(LONGEST) : Optional.empty();
  }

  /** Whether an attribute is meant for use from outside: one plain name, no underscore first. */
  static boolean isPublic(String name) {
    return !name.isEmpty() && !name.startsWith("_") && name.indexOf('.') < 0;
  }
}
