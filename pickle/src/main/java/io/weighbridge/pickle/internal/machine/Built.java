package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a call returned, while the stream goes on changing it. There can be millions: keep lean. */
final class Built implements Value.Instance, Growing {
  private final Value callee;
  private final Value arguments;
  private final @Nullable Mapping keywords;
  private final long offset;
  private boolean inert;
  private long expanded;
  private boolean placed;
  private @Nullable List<Value> states;
  private @Nullable List<Value> items;
  private @Nullable List<Entry> entries;

  /**
   * @param settled whether an allowed callee made it, so that it is inert when its arguments are
   */
  Built(Value callee, Value arguments, @Nullable Mapping keywords, long offset, boolean settled) {
    this.callee = callee;
    this.arguments = arguments;
    this.keywords = keywords;
    this.offset = offset;
    this.expanded = arguments.expanded();
    this.inert = settled && arguments.inert() && (keywords == null || keywords.inert());
  }

  void addState(Value state) {
    inert &= state.inert();
    states = states == null ? new ArrayList<>(1) : states;
    states.add(state);
  }

  void addItem(Value item, Retention retention) {
    inert &= item.inert();
    expanded = retention.grown(expanded, item, placed);
    if (retention.keeps(item)) {
      items = items == null ? new ArrayList<>(1) : items;
      items.add(item);
    }
  }

  void put(Value key, Value value, Retention retention) {
    inert &= key.inert() && value.inert();
    expanded = retention.grown(retention.grown(expanded, key, placed), value, placed);
    if (retention.keeps(key.inert() ? value : key)) {
      entries = entries == null ? new ArrayList<>(1) : entries;
      entries.add(new Entry(key, value));
    }
  }

  /** The positional argument of that index, when the arguments are known. */
  Optional<Value> argument(int index) {
    return arguments instanceof Tuple tuple && index < tuple.items().size()
        ? Optional.of(tuple.items().get(index))
        : Optional.empty();
  }

  /** What BUILD stored under a name, last. */
  Optional<Value> attribute(String name) {
    for (Value state : states().reversed()) {
      for (Value part : States.parts(state)) {
        if (part instanceof Mapping mapping) {
          Optional<Value> value = mapping.get(name);
          if (value.isPresent()) {
            return value;
          }
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void placed() {
    placed = true;
  }

  @Override
  public boolean inert() {
    return inert;
  }

  /** States are left out: what an object holds is compared, hashed and walked by its own class. */
  @Override
  public long expanded() {
    return expanded;
  }

  @Override
  public Value callee() {
    return callee;
  }

  @Override
  public Value arguments() {
    return arguments;
  }

  @Override
  public Optional<Mapping> keywords() {
    return Optional.ofNullable(keywords);
  }

  @Override
  public List<Value> states() {
    return states == null ? List.of() : Collections.unmodifiableList(states);
  }

  @Override
  public List<Value> items() {
    return items == null ? List.of() : Collections.unmodifiableList(items);
  }

  @Override
  public List<Entry> entries() {
    return entries == null ? List.of() : Collections.unmodifiableList(entries);
  }

  @Override
  public long offset() {
    return offset;
  }
}
