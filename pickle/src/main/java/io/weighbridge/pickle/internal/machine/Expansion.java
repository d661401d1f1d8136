package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Few opcodes that stand for astronomically many values ("billion laughs"): a container that holds
 * another twice, which holds another twice. Whatever hashes, compares, copies or prints such a
 * value never ends; hashing happens while loading.
 */
final class Expansion {
  /** Fewer values than these are ordinary, however few opcodes make them. */
  static final long ORDINARY = 1L << 24;

  /** More are never ordinary. */
  private static final long ABSURD = 1L << 40;

  /** Containers that are walked. */
  private static final int MOST_WALKED = 1 << 16;

  private Expansion() {}

  /**
   * Whether so many values were made from so few opcodes. One level of sharing makes at most the
   * square of the opcodes: what many objects share, such as a vocabulary, does not count.
   */
  static boolean isBomb(long expanded, long opcodes) {
    return expanded > ABSURD || expanded > ORDINARY && expanded / opcodes > opcodes;
  }

  /**
   * Counts again what a value expands to, now that its containers are filled. What holds itself
   * counts once.
   *
   * @return empty when there are too many containers
   */
  static OptionalLong count(Value root) {
    Map<Value, Long> known = new IdentityHashMap<>();
    Deque<Value> path = new ArrayDeque<>();
    path.push(root);
    while (!path.isEmpty()) {
      Value value = path.peek();
      boolean first = known.putIfAbsent(value, 1L) == null;
      if (known.size() > MOST_WALKED) {
        return OptionalLong.empty();
      }
      long sum = 1;
      boolean complete = true;
      for (Value part : parts(value)) {
        Long count = isContainer(part) ? known.get(part) : Long.valueOf(1);
        if (count != null) {
          sum = Math.min(Value.MOST_EXPANDED, sum + count);
        } else if (first) {
          path.push(part);
          complete = false;
        }
      }
      if (complete || !first) {
        known.put(value, sum);
        path.pop();
      }
    }
    return OptionalLong.of(known.getOrDefault(root, 1L));
  }

  private static boolean isContainer(Value value) {
    return value instanceof Growing
        || value instanceof Value.Tuple
        || value instanceof Value.FrozenSet;
  }

  private static List<Value> parts(Value value) {
    return switch (value) {
      case Value.Tuple tuple -> tuple.items();
      case Value.FrozenSet set -> set.items();
      case Value.Sequence list -> list.items();
      case Value.Members set -> set.items();
      case Value.Mapping mapping -> entries(new ArrayList<>(), mapping.entries());
      case Value.Instance instance -> {
        var parts = new ArrayList<Value>(instance.items());
        parts.add(instance.arguments());
        yield entries(parts, instance.entries());
      }
      default -> List.of();
    };
  }

  private static List<Value> entries(List<Value> parts, List<Value.Entry> entries) {
    for (Value.Entry entry : entries) {
      parts.add(entry.key());
      parts.add(entry.value());
    }
    return parts;
  }
}
