package io.weighbridge.inventory.internal.python;

import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.internal.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code python-loaders.tsv} and {@code python-unsafe.tsv}, by the last word of a call. */
final class Loaders {
  private static final Map<String, List<Loader>> LOADERS = loaders();
  private static final Map<String, List<Unsafe>> UNSAFE = unsafe();

  private Loaders() {}

  /** A call that loads a model. */
  record Loader(String call, Hub hub, List<String> id, String bare, String revision) {}

  /** A call that runs what it loads, unless {@code argument} is {@code safe}. */
  record Unsafe(String call, String rule, String argument, String safe, String otherwise) {}

  private static Map<String, List<Loader>> loaders() {
    var all = new HashMap<String, List<Loader>>();
    for (List<String> row : Table.rows("python-loaders.tsv", 6)) {
      var loader =
          new Loader(
              row.get(0),
              Hub.of(row.get(1)),
              List.of(row.get(2).split(",", -1)),
              row.get(3),
              row.get(4).isEmpty() ? "revision" : row.get(4));
      all.computeIfAbsent(last(row.getFirst()), _ -> new ArrayList<>()).add(loader);
    }
    return all;
  }

  private static Map<String, List<Unsafe>> unsafe() {
    var all = new HashMap<String, List<Unsafe>>();
    for (List<String> row : Table.rows("python-unsafe.tsv", 6)) {
      var call = new Unsafe(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4));
      all.computeIfAbsent(last(row.getFirst()), _ -> new ArrayList<>()).add(call);
    }
    return all;
  }

  private static String last(String dotted) {
    return dotted.substring(dotted.lastIndexOf('.') + 1);
  }

  /** The loader that a call is; {@code imported} when the first word was imported. */
  static Optional<Loader> loader(String dotted, boolean imported) {
    Loader best = null;
    for (Loader loader : LOADERS.getOrDefault(last(dotted), List.of())) {
      if (fits(loader.call(), dotted, imported)
          && (best == null || loader.call().length() > best.call().length())) {
        best = loader;
      }
    }
    return Optional.ofNullable(best);
  }

  static Optional<Unsafe> unsafe(String dotted, boolean imported) {
    for (Unsafe call : UNSAFE.getOrDefault(last(dotted), List.of())) {
      String first = call.call().substring(0, call.call().indexOf('.'));
      if (dotted.equals(call.call()) && (imported || !first.equals(dotted))) {
        return Optional.of(call);
      }
    }
    return Optional.empty();
  }

  private static boolean fits(String call, String dotted, boolean imported) {
    if (call.startsWith(".")) {
      return dotted.indexOf('.') > 0 || !imported;
    }
    String library = call.substring(0, call.indexOf('.'));
    String rest = call.substring(call.indexOf('.') + 1);
    String last = last(call);
    boolean ends =
        dotted.equals(rest)
            || dotted.endsWith("." + rest)
            || dotted.endsWith("." + last) && rest.indexOf('.') < 0
            || Character.isUpperCase(last.charAt(0)) && dotted.endsWith("." + last);
    int dot = dotted.indexOf('.');
    String root = dot < 0 ? "" : dotted.substring(0, dot);
    if (imported) {
      return ends
          && (root.equals(library)
              || root.startsWith(library) && library.length() > 8
              || root.isEmpty() && Character.isUpperCase(last.charAt(0))
              || root.equals("langchain") && library.startsWith("langchain_"));
    }
    // Not imported where we look: a notebook's other cell, a star import, an example.
    return dotted.equals(call)
        || dotted.equals(last)
            && (Character.isUpperCase(last.charAt(0)) && last.length() > 6
                || last.contains("_download")
                || last.startsWith("create_model_"));
  }
}
