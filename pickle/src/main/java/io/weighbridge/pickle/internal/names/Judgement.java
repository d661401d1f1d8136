package io.weighbridge.pickle.internal.names;

import io.weighbridge.pickle.Capability;
import io.weighbridge.pickle.GlobalUse.Standing;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
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

  /**
   * @param words comma-separated uses, {@code ref} for none, {@code no=KEY} for a refused key
   */
  static Judgement allowed(String key, String words, String why) {
    Set<Use> uses = EnumSet.noneOf(Use.class);
    Set<String> refused = new HashSet<>();
    for (String word : words.split(",", -1)) {
      if (word.startsWith("no=")) {
        refused.add(word.substring(3));
      } else if (!word.equals("ref")) {
        uses.add(Use.valueOf(word.toUpperCase(Locale.ROOT)));
      }
    }
    return new Judgement(Standing.ALLOWED, key, uses, Optional.empty(), why, refused);
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

  /** Whether it does harm only through what it is given. */
  public boolean onlyCallsBack() {
    return capability.filter(Capability.CALLBACK::equals).isPresent();
  }
}
