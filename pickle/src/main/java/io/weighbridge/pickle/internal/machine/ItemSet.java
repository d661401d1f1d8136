package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A set while it is built. Equal items are not merged: only what was put in matters. */
final class ItemSet implements Value.Members, Growing {
  private final Retention retention;
  private final ArrayList<Value> items = new ArrayList<>(0);
  private long size;
  private boolean inert = true;
  private long expanded = 1;
  private boolean placed;

  ItemSet(Retention retention) {
    this.retention = retention;
  }

  void add(Value item) {
    size++;
    inert &= item.inert();
    expanded = retention.grown(expanded, item, placed);
    if (retention.keeps(item)) {
      items.add(item);
    }
  }

  @Override
  public void placed() {
    placed = true;
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
  public long expanded() {
    return expanded;
  }

  @Override
  public long size() {
    return size;
  }
}
