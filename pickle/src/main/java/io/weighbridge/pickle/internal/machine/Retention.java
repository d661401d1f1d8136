package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.pickle.Value;
import java.util.List;

/**
 * How much of what streams build is kept. Effects are judged when they happen, so the inert items
 * of long containers need not be remembered; what could act later always is, up to a bound.
 */
final class Retention {
  /** Inert items kept in lists, sets, dicts and objects. */
  private static final int INERT_ITEMS = 1 << 18;

  /** Items kept in inert tuples: these are on every path, so more of them. */
  private static final int TUPLE_ITEMS = 1 << 21;

  /** Values that are not inert, in containers. */
  private static final int ACTIVE_ITEMS = 1 << 20;

  private int inert = INERT_ITEMS;
  private int inTuples = TUPLE_ITEMS;
  private int active = ACTIVE_ITEMS;
  private long heaviest;
  private long late;

  /** Whether a container keeps {@code item}. */
  boolean keeps(Value item) {
    if (!item.inert()) {
      if (active-- == 0) {
        throw new BudgetExceeded("more than " + ACTIVE_ITEMS + " objects in the pickle");
      }
      return true;
    }
    if (inert == 0) {
      return false;
    }
    inert--;
    return true;
  }

  /**
   * What a container expands to with one more item.
   *
   * @param placed whether the container is in another already, which was counted without the item
   */
  long grown(long expanded, Value item, boolean placed) {
    place(item);
    if (placed && (item.expanded() > 1 || item instanceof Growing)) {
      late++;
    }
    long grown = Math.min(Value.MOST_EXPANDED, expanded + item.expanded());
    heaviest = Math.max(heaviest, grown);
    return grown;
  }

  private static void place(Value item) {
    if (item instanceof Growing growing) {
      growing.placed();
    }
  }

  private static void place(List<Value> items) {
    for (int i = 0; i < items.size(); i++) {
      place(items.get(i));
    }
  }

  /** Containers that were put into others that were in others already. */
  long late() {
    return late;
  }

  /** The most that any container so far expands to ({@link Value#expanded}). */
  long heaviest() {
    return heaviest;
  }

  /** A tuple of these items, or a stand-in when too many inert ones are kept already. */
  Value tuple(List<Value> items) {
    place(items);
    var tuple = new Value.Tuple(items);
    heaviest = Math.max(heaviest, tuple.expanded());
    if (tuple.inert()) {
      if (inTuples < items.size()) {
        return Value.Forgotten.tuple(tuple.expanded());
      }
      inTuples -= items.size();
    }
    return tuple;
  }

  Value frozenSet(List<Value> items) {
    place(items);
    var set = new Value.FrozenSet(items);
    heaviest = Math.max(heaviest, set.expanded());
    return set;
  }
}
