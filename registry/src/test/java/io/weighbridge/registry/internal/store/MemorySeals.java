package io.weighbridge.registry.internal.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Seals that a test can reach into. */
public final class MemorySeals implements Seals {
  private final Map<String, Seal> seals = new ConcurrentHashMap<>();

  @Override
  public Optional<Seal> find(String sha256) {
    return Optional.ofNullable(seals.get(sha256));
  }

  @Override
  public void put(String sha256, Seal seal) {
    seals.put(sha256, seal);
  }

  @Override
  public void remove(String sha256) {
    seals.remove(sha256);
  }
}
