package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The memo: dense indices in an array, stray ones in a map, those beyond a long too. */
final class Memo {
  private @Nullable Value[] dense = new Value[16];
  private final Map<Number, Value> stray = new HashMap<>(0);
  private int size;

  /** Entries, as MEMOIZE counts them. */
  int size() {
    return size;
  }

  void put(long index, Value value) {
    if (index >= 0 && index < dense.length * 2L) {
      if (index >= dense.length) {
        dense = Arrays.copyOf(dense, dense.length * 2);
      }
      if (dense[(int) index] == null && !stray.containsKey(index)) {
        size++;
      }
      dense[(int) index] = value;
    } else if (stray.put(index, value) == null) {
      size++;
    }
  }

  void put(BigInteger index, Value value) {
    if (stray.put(index, value) == null) {
      size++;
    }
  }

  @Nullable Value get(BigInteger index) {
    return stray.get(index);
  }

  @Nullable Value get(long index) {
    Value value = index >= 0 && index < dense.length ? dense[(int) index] : null;
    return value != null || stray.isEmpty() ? value : stray.get(index);
  }

  Memo copy() {
    var copy = new Memo();
    copy.dense = dense.clone();
    copy.stray.putAll(stray);
    copy.size = size;
    return copy;
  }
}
