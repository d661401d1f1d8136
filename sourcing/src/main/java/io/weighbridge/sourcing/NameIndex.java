package io.weighbridge.sourcing;

import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.internal.ProtectedNames;
import java.util.Collection;
import java.util.Optional;

/**
 * The protected names: names worth imitating, kept apart from names that merely exist. Answers
 * whether another name resembles one of them. Thread-safe; names can be added while it is used.
 *
 * <pre>{@code
 * NameIndex names = NameIndex.standard();
 * names.resembles(new ModelId("distllbert", "distilbert-base-uncased-finetuned-sqad"));
 * }</pre>
 */
public final class NameIndex {
  private final ProtectedNames names;

  private NameIndex(ProtectedNames names) {
    this.names = names;
  }

  /** The shipped names ({@code known-models.txt}, sources in its head). */
  public static NameIndex standard() {
    var index = empty();
    index.addAll(ProtectedNames.shipped());
    return index;
  }

  public static NameIndex empty() {
    return new NameIndex(new ProtectedNames());
  }

  /** Protects a name from now on; its publisher counts as known. */
  public void add(ModelId id) {
    names.addAll(java.util.List.of(id));
  }

  public void addAll(Collection<ModelId> ids) {
    names.addAll(ids);
  }

  public int size() {
    return names.size();
  }

  /** Whether that very id is protected, whatever its case. */
  public boolean contains(ModelId id) {
    return names.contains(id);
  }

  /** Whether a protected name is that publisher's. */
  public boolean knowsPublisher(String namespace) {
    return names.knowsPublisher(namespace);
  }

  /**
   * The protected name that this one looks like. Empty for a protected name itself, and for any
   * name of a publisher that has a protected name: taking over a namespace is told by its identity,
   * not by its spelling.
   */
  public Optional<Resemblance> resembles(ModelId id) {
    return names.resembles(id);
  }
}
