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
  private static final SortedTable GADGETS = SortedTable.load("gadgets.tsv");
  private static final SortedTable ATTRIBUTES = SortedTable.load("attributes.tsv");
  private static final SortedTable WORDS = SortedTable.load("words.tsv");

  private Dangers() {}

  static Optional<Judgement> look(String module, String name) {
    List<String> parts = List.of(name.split("\\.", 16));
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

  /** Rows {@code module:!} tell what importing it does. */
  static Optional<String> importEffect(String module) {
    return DANGEROUS.find(module + ":!").map(cells -> cells[1]);
  }

  /** The name itself, the class or function that it is an attribute of, its module, its package. */
  private static Optional<Judgement> direct(String module, List<String> parts) {
    for (int count = parts.size(); count > 0; count--) {
      String key = module + ":" + String.join(".", parts.subList(0, count));
      Optional<String[]> row = DANGEROUS.find(key).or(() -> GADGETS.find(key));
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
          Optional<Judgement> found = direct(Aliases.canonical(candidate), rest);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A name that no table lists, but that says what it does: {@code run_command}, {@code evaluate}.
   */
  static Optional<Judgement> byWord(String module, String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    Optional<String[]> row = WORDS.find(last.toLowerCase(Locale.ROOT));
    for (String word : words(last)) {
      row = row.isPresent() ? row : WORDS.find(word + "_");
    }
    return row.map(
        cells ->
            Judgement.dangerous(
                module + ":" + name,
                Capability.valueOf(cells[0].toUpperCase(Locale.ROOT)),
                "is in no table, and its name says what it does"));
  }

  /** {@code _runCommand} and {@code run_command} are {@code run}, {@code command}. */
  private static List<String> words(String name) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean starts =
          Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1));
      if ((c == '_' || starts) && !word.isEmpty()) {
        words.add(word.toString().toLowerCase(Locale.ROOT));
        word.setLength(0);
      }
      if (c != '_') {
        word.append(c);
      }
    }
    words.add(word.toString().toLowerCase(Locale.ROOT));
    return words;
  }
}
