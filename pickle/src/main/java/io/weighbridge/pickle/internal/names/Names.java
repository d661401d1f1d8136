package io.weighbridge.pickle.internal.names;

import io.weighbridge.pickle.Capability;
import io.weighbridge.pickle.GlobalUse.Standing;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges names against the tables beside this class. What is not allowed by a row is never safe:
 * the tables of dangerous names only make the verdict sharper and its message better.
 *
 * <p>In this order: the exact name is allowed; it, its class or its module is dangerous; a dotted
 * name leads through a module that is; its package is allowed for classes of that kind; its last
 * word tells what it does; else it is unknown. Confined to one thread: it remembers judgements.
 */
public final class Names {
  private static final SortedTable ALLOWED = SortedTable.load("allowed.tsv");
  private static final SortedTable PACKAGES = SortedTable.load("packages.tsv");

  private final Map<String, Judgement> known = new HashMap<>();

  /** Judges an attribute of a module; {@code name} may be dotted. */
  public Judgement judge(String module, String name) {
    String written = module + ":" + name;
    Judgement judgement = known.get(written);
    if (judgement == null) {
      judgement = look(Aliases.canonical(module), name);
      if (known.size() < 1 << 14) {
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
    Optional<Judgement> dangerous = Dangers.look(module, name);
    if (dangerous.isPresent()) {
      return dangerous.get();
    }
    if (!name.isEmpty() && name.indexOf('.') < 0) {
      Optional<Judgement> ofPackage = ofPackage(module, name, key);
      if (ofPackage.isPresent()) {
        return ofPackage.get();
      }
    }
    return Dangers.byWord(module, name).orElseGet(() -> Judgement.unknown(key));
  }

  /** Rows of a package speak of its classes, told by their capital; other names are references. */
  private static Optional<Judgement> ofPackage(String module, String name, String key) {
    for (String parent = module; !parent.isEmpty(); parent = parent(parent)) {
      Optional<String[]> row = PACKAGES.find(parent);
      if (row.isPresent()) {
        Judgement judgement = allowed(key, row.get());
        return Optional.of(
            isClassName(name)
                ? judgement
                : new Judgement(
                    Standing.ALLOWED,
                    key,
                    EnumSet.noneOf(Use.class),
                    Optional.empty(),
                    judgement.why(),
                    Set.of()));
      }
    }
    return Optional.empty();
  }

  /** What importing a module does, where that alone acts. */
  public static Optional<String> importEffect(String module) {
    return Dangers.importEffect(Aliases.canonical(module));
  }

  static String parent(String module) {
    int dot = module.lastIndexOf('.');
    return dot < 0 ? "" : module.substring(0, dot);
  }

  private static boolean isClassName(String name) {
    int at = 0;
    while (at < name.length() && name.charAt(at) == '_') {
      at++;
    }
    return at < name.length() && Character.isUpperCase(name.charAt(at));
  }

  /** Columns after the key: uses, framework, why. */
  private static Judgement allowed(String key, String[] cells) {
    Set<Use> uses = EnumSet.noneOf(Use.class);
    Set<String> refused = new HashSet<>();
    for (String word : cells[0].split(",", -1)) {
      if (word.startsWith("no=")) {
        refused.add(word.substring(3));
      } else if (!word.equals("ref")) {
        uses.add(Use.valueOf(word.toUpperCase(Locale.ROOT)));
      }
    }
    return new Judgement(Standing.ALLOWED, key, uses, Optional.empty(), cells[2], refused);
  }

  /** A dangerous row's columns after the key: capability, why, source. */
  static Judgement dangerous(String key, String[] cells) {
    return Judgement.dangerous(
        key, Capability.valueOf(cells[0].toUpperCase(Locale.ROOT)), cells[1]);
  }
}
