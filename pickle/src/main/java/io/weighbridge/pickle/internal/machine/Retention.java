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

  /** A tuple of these items, or a stand-in when too many inert ones are kept already. */
  Value tuple(List<Value> items) {
    var tuple = new Value.Tuple(items);
    if (tuple.inert()) {
      if (inTuples < items.size()) {
        return Value.Forgotten.TUPLE;
      }
      inTuples -= items.size();
    }
    return tuple;
  }
}
