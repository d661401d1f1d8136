package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A list or set while it is built. */
final class ItemList implements Value.Sequence {
  private final Retention retention;
  private final ArrayList<Value> items = new ArrayList<>(0);
  private long size;
  private boolean inert = true;

  ItemList(Retention retention) {
    this.retention = retention;
  }

  void add(Value item) {
    size++;
    inert &= item.inert();
    if (retention.keeps(item)) {
      items.add(item);
    }
  }

  @Override
  public List<Value> items() {
    return Collections.unmodifiableList(items);
  }

  @Override
  public boolean inert() {
    return inert;
  }

  @Override
  public long size() {
    return size;
  }
}
