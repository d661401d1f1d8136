package io.weighbridge.pickle.internal.names;

import io.weighbridge.pickle.Capability;
import io.weighbridge.pickle.GlobalUse.Standing;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the tables say about a name.
 *
 * @param key {@code module:name} of the row's subject, aliases resolved
 * @param uses what is allowed; empty unless it is
 * @param capability what it can do, when it is dangerous
 * @param why in a few words; empty for an unknown name
 * @param refusedKeys keys that a state must not hold
 */
public record Judgement(
    Standing standing,
    String key,
    Set<Use> uses,
    Optional<Capability> capability,
    String why,
    Set<String> refusedKeys) {

  static Judgement unknown(String key) {
    return new Judgement(
        Standing.UNKNOWN, key, EnumSet.noneOf(Use.class), Optional.empty(), "", Set.of());
  }

  static Judgement dangerous(String key, Capability capability, String why) {
    return new Judgement(
        Standing.DANGEROUS, key, EnumSet.noneOf(Use.class), Optional.of(capability), why, Set.of());
  }

  public boolean allows(Use use) {
    return uses.contains(use);
  }

  public boolean allowed() {
    return standing == Standing.ALLOWED;
  }

  public boolean dangerous() {
    return standing == Standing.DANGEROUS;
  }
}
