package io.weighbridge.pickle.internal.names;

import io.weighbridge.pickle.GlobalUse.Standing;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Packages whose classes are allowed as a kind: {@code packages.tsv}. Classes are told by their
 * capital. Those that act when they are created, filled or dropped ({@code hooks.tsv}) lose the
 * uses that would make them; enums ({@code enums.tsv}) may be called with a member's value.
 */
final class Packages {
  private static final SortedTable PACKAGES = SortedTable.load("packages.tsv");
  private static final SortedTable HOOKS = SortedTable.load("hooks.tsv");
  private static final SortedTable ENUMS = SortedTable.load("enums.tsv");

  /** Cython's generated constructors create an object of a class of their module, and fill it. */
  private static final String CYTHON_UNPICKLER = "__pyx_unpickle_";

  private Packages() {}

  /** The judgement of a class in an allowed package. */
  static Optional<Judgement> ofClass(String module, String name) {
    if (!isClassName(name) && !name.startsWith(CYTHON_UNPICKLER)) {
      return Optional.empty();
    }
    return row(module)
        .map(
            cells -> {
              String key = module + ":" + name;
              Judgement judgement = Names.allowed(key, cells);
              if (name.startsWith(CYTHON_UNPICKLER)) {
                judgement.uses().addAll(EnumSet.of(Use.CALL, Use.STATE));
              }
              if (ENUMS.find(key).isPresent()) {
                judgement.uses().add(Use.PLAIN);
              }
              HOOKS.find(key).ifPresent(hooks -> judgement.uses().removeAll(acting(hooks[0])));
              return judgement;
            });
  }

  /** Other names of an allowed package may be referred to. */
  static Optional<Judgement> reference(String module, String name) {
    return name.isEmpty() || name.indexOf('.') >= 0
        ? Optional.empty()
        : row(module)
            .map(
                cells ->
                    new Judgement(
                        Standing.ALLOWED,
                        module + ":" + name,
                        EnumSet.noneOf(Use.class),
                        Optional.empty(),
                        cells[2],
                        Set.of()));
  }

  private static Optional<String[]> row(String module) {
    for (String parent = module; !parent.isEmpty(); parent = Names.parent(parent)) {
      Optional<String[]> row = PACKAGES.find(parent);
      if (row.isPresent()) {
        return row;
      }
    }
    return Optional.empty();
  }

  private static Set<Use> acting(String hooks) {
    Set<Use> uses = EnumSet.noneOf(Use.class);
    for (String hook : hooks.split(",", -1)) {
      uses.addAll(
          switch (hook.toLowerCase(Locale.ROOT)) {
            case "__init__" -> EnumSet.of(Use.CALL, Use.PLAIN);
            case "__setstate__", "__setattr__" -> EnumSet.of(Use.STATE);
            case "__setitem__" -> EnumSet.of(Use.MAP);
            case "append", "extend" -> EnumSet.of(Use.LIST);
            case "add" -> EnumSet.of(Use.SET);
            case "__hash__", "__eq__" -> EnumSet.noneOf(Use.class);
            default -> EnumSet.allOf(Use.class);
          });
    }
    return uses;
  }

  /** Every part of the name, that of an outer class too, starts with a capital. */
  private static boolean isClassName(String name) {
    for (String part : name.split("\\.", -1)) {
      int at = 0;
      while (at < part.length() && part.charAt(at) == '_') {
        at++;
      }
      if (at == part.length() || !Character.isUpperCase(part.charAt(at))) {
        return false;
      }
    }
    return true;
  }
}
