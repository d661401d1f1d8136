package io.weighbridge.pickle.internal.names;

import java.util.Optional;

/**
 * Module names that mean the same: C twins of Python modules, moved packages, and what Python 2
 * called them (CPython {@code Lib/_compat_pickle.py}).
 */
public final class Aliases {
  private static final SortedTable MODULES = SortedTable.load("aliases.tsv");
  private static final SortedTable RENAMED = SortedTable.load("renames.tsv");

  private Aliases() {}

  /** The name under which tables list a module: the longest aliased prefix is replaced. */
  static String canonical(String module) {
    for (String prefix = module; !prefix.isEmpty(); prefix = Names.parent(prefix)) {
      Optional<String[]> row = MODULES.find(prefix);
      if (row.isPresent()) {
        return row.get()[0].concat(module.substring(prefix.length()));
      }
    }
    return module;
  }

  /**
   * What an unpickler of Python 3 imports for a Python 2 name (fix_imports): module and name. A
   * name that was not renamed is returned as it is.
   */
  public static String[] renamed(String module, String name) {
    Optional<String[]> both = RENAMED.find(module + ":" + name);
    if (both.isPresent()) {
      return both.get();
    }
    Optional<String[]> moved = RENAMED.find(module);
    return new String[] {moved.map(cells -> cells[0]).orElse(module), name};
  }
}
