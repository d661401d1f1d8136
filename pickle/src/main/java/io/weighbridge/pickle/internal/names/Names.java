package io.weighbridge.pickle.internal.names;

import io.weighbridge.pickle.Capability;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges names against the tables beside this class. What is not allowed by a row is never safe:
 * the tables of dangerous names only make the verdict sharper and its message better.
 *
 * <p>In this order: the exact name is allowed; it, its class or its module is dangerous, or a
 * dotted name leads through a module that is; its package is allowed for classes, or references, of
 * that kind; the sources say that it is a gadget; its name tells what it does; else it is unknown.
 * Confined to one thread: it remembers judgements.
 */
public final class Names {
  private static final SortedTable ALLOWED = SortedTable.load("allowed.tsv");
  private static final int MOST_REMEMBERED = 1 << 14;

  private final Map<Name, Judgement> known = new HashMap<>();

  /** Judges an attribute of a module; {@code name} may be dotted. */
  public Judgement judge(String module, String name) {
    var written = new Name(module, name);
    Judgement judgement = known.get(written);
    if (judgement == null) {
      judgement = look(Aliases.canonical(module), name);
      if (known.size() < MOST_REMEMBERED) {
        known.put(written, judgement);
      }
    }
    return judgement;
  }

  private static Judgement look(String module, String name) {
    String key = module + ":" + name;
    Optional<String[]> exact = ALLOWED.find(key);
    if (exact.isPresent()) {
      return allowed(key, exact.get());
    }
    Optional<Judgement> found = Dangers.listed(module, name);
    if (found.isEmpty()) {
      found = Packages.ofClass(module, name);
    }
    if (found.isEmpty()) {
      found = Dangers.gadget(module, name);
    }
    if (found.isEmpty()) {
      found = Packages.reference(module, name);
    }
    if (found.isEmpty()) {
      found = Dangers.byWord(module, name);
    }
    return found.orElseGet(() -> Judgement.unknown(key));
  }

  /** What importing a module does, where that alone acts. */
  public static Optional<String> importEffect(String module) {
    return Dangers.importEffect(Aliases.canonical(module));
  }

  static String parent(String module) {
    int dot = module.lastIndexOf('.');
    return dot < 0 ? "" : module.substring(0, dot);
  }

  /** Columns after the key: uses, framework, why. */
  static Judgement allowed(String key, String[] cells) {
    return Judgement.allowed(key, cells[0], cells[2]);
  }

  /** A dangerous row's columns after the key: capability, why, source. */
  static Judgement dangerous(String key, String[] cells) {
    return Judgement.dangerous(
        key, Capability.valueOf(cells[0].toUpperCase(Locale.ROOT)), cells[1]);
  }
}
