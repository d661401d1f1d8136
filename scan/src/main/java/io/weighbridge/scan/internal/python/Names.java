package io.weighbridge.scan.internal.python;

import io.weighbridge.scan.internal.python.Syntax.Source;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the names of a file may stand for, found by one walk without regard to order or scope: an
 * attacker chooses both, so every binding counts.
 */
final class Names {
  private final Source source;

  /** Name to qualified names, by {@code import}. */
  final Map<String, Set<String>> imports = new HashMap<>();

  /** Name to the expressions that are assigned to it. */
  final Map<String, List<Syntax>> assigned = new HashMap<>();

  final Map<String, List<Syntax>> functions = new LinkedHashMap<>();
  final Map<String, List<Syntax>> types = new LinkedHashMap<>();

  /** Modules from which everything is imported. */
  final Set<String> stars = new HashSet<>();

  private final Set<String> relative = new LinkedHashSet<>();

  /** Modules that are imported relative to the file, with their leading dots. */
  List<String> relative() {
    return List.copyOf(relative);
  }

  Names(Source source) {
    this.source = source;
    collect(source.root(), false);
  }

  /** An identifier as Python compares them: NFKC. */
  String identifier(Syntax node) {
    return normal(source.text(node));
  }

  static String normal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
      }
    }
    return text;
  }

  private void collect(Syntax node, boolean inType) {
    switch (node.type()) {
      case "import_statement" -> {
        for (Syntax name : node.all("name")) {
          if (name.is("aliased_import")) {
            Syntax module = name.get("name");
            Syntax alias = name.get("alias");
            if (module != null && alias != null) {
              bind(identifier(alias), dotted(module));
            }
          } else {
            String module = dotted(name);
            int dot = module.indexOf('.');
            String top = dot < 0 ? module : module.substring(0, dot);
            bind(top, top);
          }
        }
      }
      case "import_from_statement" -> from(node);
      case "assignment", "named_expression" -> assign(node);
      case "function_definition" -> define(node, functions, inType);
      case "class_definition" -> define(node, types, false);
      default -> {}
    }
    boolean typeBody = node.is("class_definition") || (inType && !node.is("function_definition"));
    for (Syntax child : node.children()) {
      collect(child, typeBody);
    }
  }

  private void from(Syntax node) {
    Syntax module = node.get("module_name");
    if (module == null) {
      return;
    }
    String from = dotted(module);
    if (from.startsWith(".")) {
      if (from.chars().allMatch(c -> c == '.')) {
        for (Syntax name : node.all("name")) {
          Syntax own = name.is("aliased_import") ? name.get("name") : name;
          relative.add(from + (own == null ? "" : dotted(own)));
        }
      } else {
        relative.add(from);
      }
    }
    for (Syntax child : node.children()) {
      if (child.is("wildcard_import")) {
        stars.add(from);
      }
    }
    for (Syntax name : node.all("name")) {
      if (name.is("aliased_import")) {
        Syntax member = name.get("name");
        Syntax alias = name.get("alias");
        if (member != null && alias != null) {
          bind(identifier(alias), from + "." + dotted(member));
        }
      } else {
        String member = dotted(name);
        bind(member, from + "." + member);
      }
    }
  }

  /** A relative import keeps its leading dots. */
  private String dotted(Syntax node) {
    return normal(source.text(node).replaceAll("\\s", ""));
  }

  private void bind(String name, String qualified) {
    imports.computeIfAbsent(name, _ -> new HashSet<>()).add(qualified);
  }

  private void assign(Syntax node) {
    Syntax left = node.is("assignment") ? node.get("left") : node.get("name");
    Syntax right = node.is("assignment") ? node.get("right") : node.get("value");
    if (left == null || right == null) {
      return;
    }
    if (left.is("identifier")) {
      assigned.computeIfAbsent(identifier(left), _ -> new ArrayList<>()).add(right);
    } else if (isTuple(left) && isTuple(right)) {
      for (int i = 0; i < Math.min(left.children().size(), right.children().size()); i++) {
        Syntax target = left.children().get(i);
        if (target.is("identifier")) {
          assigned
              .computeIfAbsent(identifier(target), _ -> new ArrayList<>())
              .add(right.children().get(i));
        }
      }
    }
  }

  private static boolean isTuple(Syntax node) {
    return node.is("pattern_list")
        || node.is("expression_list")
        || node.is("tuple")
        || node.is("tuple_pattern");
  }

  /** Methods are found through their class, not by bare name. */
  private void define(Syntax node, Map<String, List<Syntax>> into, boolean method) {
    Syntax name = node.get("name");
    if (name != null && !method) {
      into.computeIfAbsent(identifier(name), _ -> new ArrayList<>()).add(node);
    }
  }
}
