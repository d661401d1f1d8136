package io.weighbridge.scan.internal.judge;

import io.weighbridge.content.Budget;
import io.weighbridge.pickle.PickleReport;
import io.weighbridge.pickle.PickleStream;
import io.weighbridge.pickle.TorchStorage;
import io.weighbridge.pickle.Value;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The storages that the pickles of a torch file refer to, wherever in the object they are. */
final class TorchStorages {
  private final Deque<Value> open = new ArrayDeque<>();
  private final Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Budget budget;

  private TorchStorages(Budget budget) {
    this.budget = budget;
  }

  static void each(PickleReport report, Budget budget, Consumer<TorchStorage> action) {
    var walk = new TorchStorages(budget);
    for (PickleStream stream : report.streams()) {
      walk.add(stream.value());
    }
    walk.run(action);
  }

  private void run(Consumer<TorchStorage> action) {
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case Value.Persistent persistent -> TorchStorage.of(persistent).ifPresent(action);
        case Value.Tuple tuple -> add(tuple.items());
        case Value.FrozenSet set -> add(set.items());
        case Value.Sequence list -> add(list.items());
        case Value.Members set -> add(set.items());
        case Value.Mapping map -> entries(map.entries());
        case Value.Instance instance -> {
          add(instance.arguments());
          add(instance.states());
          add(instance.items());
          entries(instance.entries());
        }
        default -> {}
      }
    }
  }

  private void add(List<Value> values) {
    for (Value value : values) {
      add(value);
    }
  }

  private void entries(List<Value.Entry> entries) {
    for (Value.Entry entry : entries) {
      add(entry.value());
    }
  }

  /** Containers may hold themselves, so each is visited once; leaves need no memory. */
  private void add(Value value) {
    boolean leaf =
        switch (value) {
          case Value.Constant _,
              Value.Int _,
              Value.BigInt _,
              Value.Real _,
              Value.Forgotten _,
              Value.Text _,
              Value.Bytes _,
              Value.Global _,
              Value.OutOfBand _,
              Value.Unknown _ ->
              true;
          default -> false;
        };
    if (!leaf && seen.add(value)) {
      budget.entries(1);
      open.push(value);
    }
  }
}
