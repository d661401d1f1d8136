package io.weighbridge.pickle.internal.names;

import io.weighbridge.pickle.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The tables of dangerous names; loaded only when a pickle uses a name that no row allows.
 *
 * <p>{@code dangerous.tsv} is written by hand, {@code gadgets.tsv} by an analysis of sources (see
 * its head). Keys: {@code module:name}, {@code module:*} for every name of a module, {@code
 * package:**} for every name of a package and below.
 */
final class Dangers {
  private static final SortedTable DANGEROUS = SortedTable.load("dangerous.tsv");
  private static final SortedTable ATTRIBUTES = SortedTable.load("attributes.tsv");

  /** As many parts of a dotted name are told apart. */
  private static final int MOST_PARTS = 16;

  /** The large table: only names that no other row knows need it. */
  private static final class Gadgets {
    static final SortedTable TABLE = SortedTable.load("gadgets.tsv");
    static final SortedTable WORDS = SortedTable.load("words.tsv");
  }

  private Dangers() {}

  /** What the hand-written rows say, of the name itself or of a module that it leads through. */
  static Optional<Judgement> listed(String module, String name) {
    List<String> parts = List.of(name.split("\\.", MOST_PARTS));
    Optional<Judgement> direct = direct(module, parts);
    if (direct.isPresent()) {
      return direct;
    }
    for (String part : parts) {
      Optional<String[]> reach = ATTRIBUTES.find(part);
      if (reach.isPresent()) {
        return reach.map(cells -> Names.dangerous(module + ":" + name, cells));
      }
    }
    return parts.size() < 2 ? Optional.empty() : through(module, parts);
  }

  /** What the sources say: the name, or what it is an attribute of, is a gadget. */
  static Optional<Judgement> gadget(String module, String name) {
    for (String part = name; !part.isEmpty(); part = Names.parent(part)) {
      String key = module + ":" + part;
      Optional<String[]> row = Gadgets.TABLE.find(key);
      if (row.isPresent()) {
        return row.map(cells -> Names.dangerous(key, cells));
      }
    }
    return Optional.empty();
  }

  /** Rows {@code module:!} tell what importing it does. */
  static Optional<String> importEffect(String module) {
    return DANGEROUS.find(module + ":!").map(cells -> cells[1]);
  }

  /** The name itself, the class or function that it is an attribute of, its module, its package. */
  private static Optional<Judgement> direct(String module, List<String> parts) {
    for (int count = parts.size(); count > 0; count--) {
      String key = module + ":" + String.join(".", parts.subList(0, count));
      Optional<String[]> row = DANGEROUS.find(key);
      if (row.isPresent()) {
        return row.map(cells -> Names.dangerous(key, cells));
      }
    }
    Optional<String[]> whole = DANGEROUS.find(module + ":*");
    if (whole.isPresent()) {
      return whole.map(cells -> Names.dangerous(module + ":" + String.join(".", parts), cells));
    }
    for (String parent = module; !parent.isEmpty(); parent = Names.parent(parent)) {
      Optional<String[]> row = DANGEROUS.find(parent + ":**");
      if (row.isPresent()) {
        return row.map(cells -> Names.dangerous(module + ":" + String.join(".", parts), cells));
      }
    }
    return Optional.empty();
  }

  /** Modules are attributes of those that import them: {@code random} has {@code _os.system}. */
  private static Optional<Judgement> through(String module, List<String> parts) {
    for (int from = 0; from < parts.size() - 1; from++) {
      for (int to = from + 1; to < parts.size(); to++) {
        String path = String.join(".", parts.subList(from, to));
        List<String> rest = parts.subList(to, parts.size());
        var candidates = new ArrayList<String>();
        candidates.add(path);
        if (path.startsWith("_")) {
          candidates.add(path.substring(1));
        }
        if (from == 0) {
          candidates.add(module + "." + path);
        }
        for (String candidate : candidates) {
          String inner = Aliases.canonical(candidate);
          Optional<Judgement> found =
              direct(inner, rest).or(() -> gadget(inner, String.join(".", rest)));
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A name that no table lists, but that says what it does: {@code run_command}, {@code
   * subprocess_call}. Classes are left out: their names say what they are.
   */
  static Optional<Judgement> byWord(String module, String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (last.isEmpty() || Character.isUpperCase(last.charAt(0))) {
      return Optional.empty();
    }
    String lower = last.toLowerCase(Locale.ROOT);
    Optional<String[]> row = Gadgets.WORDS.find(lower);
    for (String word : lower.split("_", -1)) {
      if (row.isEmpty()) {
        row = Gadgets.WORDS.find(word + "_");
      }
    }
    return row.map(
        cells ->
            Judgement.dangerous(
                module + ":" + name,
                Capability.valueOf(cells[0].toUpperCase(Locale.ROOT)),
                "is in no table, and its name says what it does"));
  }
}
