package io.weighbridge.inventory.internal.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names of a module, class or function, with every value that the file gives them. */
final class Scope {
  private static final int MOST = 16;

  /**
   * A value of a name.
   *
   * @param element whether the name stands for each element of it, as in {@code for}
   */
  record Binding(Expr value, Scope scope, boolean element) {}

  /** Where an imported name comes from; {@code name} is empty for a module. */
  record Origin(String module, String name) {
    String dotted() {
      return name.isEmpty() ? module : module.endsWith(".") ? module + name : module + "." + name;
    }
  }

  final Optional<Scope> parent;
  final int column;
  final boolean isClass;
  private final Map<String, List<Binding>> bindings = new HashMap<>();
  private final Map<String, Origin> imports = new HashMap<>();

  Scope(Optional<Scope> parent, int column, boolean isClass) {
    this.parent = parent;
    this.column = column;
    this.isClass = isClass;
  }

  void bind(String name, Expr value, Scope scope, boolean element) {
    List<Binding> known = bindings.computeIfAbsent(name, _ -> new ArrayList<>());
    if (known.size() < MOST) {
      known.add(new Binding(value, scope, element));
    }
  }

  void imported(String name, Origin origin) {
    imports.put(name, origin);
  }

  /** Values of a name, from the innermost scope that gives it one; classes do not enclose. */
  List<Binding> values(String name) {
    boolean first = true;
    for (Optional<Scope> scope = Optional.of(this); scope.isPresent(); ) {
      Scope here = scope.get();
      List<Binding> known = here.bindings.get(name);
      if (known != null && (first || !here.isClass)) {
        return known;
      }
      first = false;
      scope = here.parent;
    }
    return List.of();
  }

  /** Values of {@code self.name} and {@code cls.name}: of the class around. */
  List<Binding> attributes(String name) {
    return owner().map(type -> type.bindings.getOrDefault(name, List.of())).orElse(List.of());
  }

  /** The class around. */
  Optional<Scope> owner() {
    for (Optional<Scope> scope = Optional.of(this); scope.isPresent(); ) {
      if (scope.get().isClass) {
        return scope;
      }
      scope = scope.get().parent;
    }
    return Optional.empty();
  }

  Optional<Origin> origin(String name) {
    for (Optional<Scope> scope = Optional.of(this); scope.isPresent(); ) {
      Origin origin = scope.get().imports.get(name);
      if (origin != null) {
        return Optional.of(origin);
      }
      scope = scope.get().parent;
    }
    return Optional.empty();
  }

  /** Names bound here, for others to import. */
  Map<String, List<Binding>> bound() {
    return bindings;
  }
}
