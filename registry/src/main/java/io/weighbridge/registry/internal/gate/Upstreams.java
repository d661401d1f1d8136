package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Upstream;
import java.util.List;
import java.util.Optional;

/**
 * The upstreams in the order of the configuration. The first that owns a namespace answers for it;
 * what it does not have, no other is asked for: else whoever publishes a name elsewhere would fill
 * the gap (dependency confusion).
 */
public final class Upstreams implements AutoCloseable {

  /**
   * An upstream and what it owns.
   *
   * @param namespaces names, {@code *} for all, {@code _} for ids without a namespace
   */
  public record Owner(Upstream upstream, List<String> namespaces) {
    public Owner {
      namespaces = List.copyOf(namespaces);
    }

    boolean owns(ModelId id) {
      String namespace = id.namespace().isEmpty() ? "_" : id.namespace();
      return namespaces.stream()
          .anyMatch(owned -> owned.equals("*") || owned.equalsIgnoreCase(namespace));
    }
  }

  private final List<Owner> owners;

  public Upstreams(List<Owner> owners) {
    this.owners = List.copyOf(owners);
  }

  Optional<Upstream> owner(ModelId id) {
    return owners.stream().filter(owner -> owner.owns(id)).findFirst().map(Owner::upstream);
  }

  /** Whether that upstream, of that name, is the one that answers for an id. */
  boolean owns(Upstream upstream, ModelId id) {
    return owner(id).map(Upstream::name).equals(Optional.of(upstream.name()));
  }

  Optional<Upstream> named(String name) {
    return all().stream().filter(upstream -> upstream.name().equals(name)).findFirst();
  }

  List<Upstream> all() {
    return owners.stream().map(Owner::upstream).toList();
  }

  @Override
  public void close() {
    owners.forEach(owner -> owner.upstream().close());
  }
}
