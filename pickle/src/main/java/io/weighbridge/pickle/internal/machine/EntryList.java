package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A dict while it is built. */
final class EntryList implements Value.Mapping, Growing {
  private final Retention retention;
  private final ArrayList<Value.Entry> entries = new ArrayList<>(0);
  private long size;
  private boolean inert = true;
  private long expanded = 1;
  private boolean placed;

  EntryList(Retention retention) {
    this.retention = retention;
  }

  void put(Value key, Value value) {
    size++;
    inert &= key.inert() && value.inert();
    expanded = retention.grown(retention.grown(expanded, key, placed), value, placed);
    if (retention.keeps(key.inert() ? value : key) || isDunder(key)) {
      entries.add(new Value.Entry(key, value));
    }
  }

  /** Keys that change how an object behaves are kept however long the dict is. */
  private static boolean isDunder(Value key) {
    return key instanceof Value.Text text
        && (text.length() == "__class__".length() || text.length() == "__setstate__".length())
        && text.prefix(16).startsWith("__");
  }

  @Override
  public void placed() {
    placed = true;
  }

  @Override
  public List<Value.Entry> entries() {
    return Collections.unmodifiableList(entries);
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

  @Override
  public Optional<Value> get(String key) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      Value.Entry entry = entries.get(i);
      if (entry.key() instanceof Value.Text text
          && text.length() <= 16L * key.length()
          && text.text(1 << 12).filter(key::equals).isPresent()) {
        return Optional.of(entry.value());
      }
    }
    return Optional.empty();
  }
}
