package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.List;
import java.util.Optional;

/**
 * A numpy dtype as {@code dtype.__reduce__} pickles it: {@code dtype(code, align, copy)} and the
 * state {@code (version, byte order, subarray, names, fields, item size, alignment, flags)}.
 *
 * @param itemSize in bytes
 * @param objects whether items are Python objects, so that arrays of it are stored as pickles
 */
record NumpyDtype(long itemSize, boolean objects) {
  private static final int STATE_ITEM_SIZE = 5;
  private static final int STATE_FLAGS = 7;

  /** {@code NPY_ITEM_REFCOUNT} */
  private static final long HOLDS_OBJECTS = 1;

  /** Empty when it is none, or contradicts itself. */
  static Optional<NumpyDtype> of(Value value) {
    if (!(value instanceof Value.Instance dtype)
        || !(dtype.callee() instanceof Value.Global type)
        || !type.qualified().equals("numpy.dtype")
        || !(dtype.arguments() instanceof Value.Tuple arguments)
        || arguments.items().isEmpty()
        || !(arguments.items().get(0) instanceof Value.Text code)
        || dtype.states().size() > 1) {
      return Optional.empty();
    }
    return code.text(32)
        .flatMap(text -> dtype.states().isEmpty() ? plain(text) : of(text, dtype.states().get(0)));
  }

  private static Optional<NumpyDtype> of(String code, Value state) {
    if (!(state instanceof Value.Tuple tuple) || tuple.items().size() < STATE_FLAGS + 1) {
      return Optional.empty();
    }
    List<Value> parts = tuple.items();
    if (!(parts.get(STATE_ITEM_SIZE) instanceof Value.Int size)
        || !(parts.get(STATE_FLAGS) instanceof Value.Int flags)) {
      return Optional.empty();
    }
    boolean objects = (flags.value() & HOLDS_OBJECTS) != 0;
    boolean flexible = "SUVMm".indexOf(code.charAt(0)) >= 0;
    if (size.value() >= 0 && code.charAt(0) == 'V') {
      return Optional.of(new NumpyDtype(size.value(), objects));
    }
    return plain(code)
        .filter(dtype -> dtype.objects == objects)
        .filter(dtype -> size.value() < 0 || flexible && dtype.itemSize == size.value());
  }

  /** {@code f8}, {@code <i4}, {@code U5}, {@code O8}, {@code M8}. */
  private static Optional<NumpyDtype> plain(String code) {
    int at = !code.isEmpty() && "<>=|".indexOf(code.charAt(0)) >= 0 ? 1 : 0;
    if (at >= code.length() || "?biufcmMOSUV".indexOf(code.charAt(at)) < 0) {
      return Optional.empty();
    }
    char kind = code.charAt(at);
    long size = kind == '?' ? 1 : kind == 'O' ? 8 : -1;
    if (at + 1 < code.length()) {
      size = 0;
      for (int i = at + 1; i < code.length(); i++) {
        int digit = Character.digit(code.charAt(i), 10);
        if (digit < 0 || size > 1 << 26) {
          return Optional.empty();
        }
        size = size * 10 + digit;
      }
      size *= kind == 'U' ? 4 : 1;
    }
    return size < 0 ? Optional.empty() : Optional.of(new NumpyDtype(size, kind == 'O'));
  }
}
