package io.weighbridge.inventory.internal.python;

import io.weighbridge.inventory.internal.Imported;
import io.weighbridge.inventory.internal.python.Expr.Argument;
import io.weighbridge.inventory.internal.python.Scope.Binding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which strings an expression can be, by constants, defaults, dictionaries, environment defaults.
 */
final class Values {
  private static final int MAX_DEPTH = 10;
  private static final int MOST = 40;

  /** Calls that give back what they are given as default. */
  private static final Set<String> DEFAULTS =
      Set.of(
          "getenv",
          "get",
          "environ",
          "Field",
          "field",
          "Option",
          "Argument",
          "setdefault",
          "pop",
          "ib",
          "attrib",
          "config");

  /** Calls and methods that give back (about) what they are given. */
  private static final Set<String> SAME =
      Set.of("str", "strip", "rstrip", "lstrip", "Path", "cast");

  private Values() {}

  /** A string and where it is written. */
  record Value(String text, int at) {}

  static List<Value> of(Expr expr, Scope scope) {
    var found = new ArrayList<Value>();
    collect(expr, scope, 0, found);
    return found;
  }

  private static void collect(Expr expr, Scope scope, int depth, List<Value> out) {
    if (depth > MAX_DEPTH || out.size() >= MOST) {
      return;
    }
    switch (expr) {
      case Expr.Str string -> out.add(new Value(string.text(), string.start()));
      case Expr.Join join -> join(join.parts(), scope, depth, out);
      case Expr.Percent percent -> percent(percent, scope, depth, out);
      case Expr.Name name -> name(name, scope, depth, out);
      case Expr.Attribute attribute -> attribute(attribute, scope, depth, out);
      case Expr.Choice choice -> {
        for (Expr either : choice.either()) {
          if (!(either instanceof Expr.Other)) {
            collect(either, scope, depth + 1, out);
          }
        }
      }
      case Expr.Subscript subscript -> subscript(subscript, scope, depth, out);
      case Expr.Call call -> call(call, scope, depth, out);
      case Expr.Items _, Expr.Dict _, Expr.Other _ -> {}
    }
  }

  private static List<Value> inner(Expr expr, Scope scope, int depth) {
    var found = new ArrayList<Value>();
    collect(expr, scope, depth + 1, found);
    return found;
  }

  /** Strings one after the other; when one is unknown there is no value. */
  private static void join(List<Expr> parts, Scope scope, int depth, List<Value> out) {
    List<Value> sofar = List.of(new Value("", parts.getFirst().start()));
    for (Expr part : parts) {
      var next = new ArrayList<Value>();
      for (Value tail : inner(part, scope, depth)) {
        for (Value head : sofar) {
          if (next.size() < 8 && head.text().length() < 500) {
            next.add(new Value(head.text() + tail.text(), head.at()));
          }
        }
      }
      sofar = next;
    }
    out.addAll(sofar);
  }

  private static void percent(Expr.Percent percent, Scope scope, int depth, List<Value> out) {
    List<Expr> items =
        percent.values() instanceof Expr.Items tuple ? tuple.items() : List.of(percent.values());
    for (Value template : inner(percent.template(), scope, depth)) {
      fill(template, "%[sd]", items, scope, depth).ifPresent(out::add);
    }
  }

  private static Optional<Value> fill(
      Value template, String hole, List<Expr> items, Scope scope, int depth) {
    String text = template.text();
    for (Expr item : items) {
      List<Value> values = inner(item, scope, depth);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      text =
          text.replaceFirst(
              hole, java.util.regex.Matcher.quoteReplacement(values.getFirst().text()));
    }
    return text.length() > 500 ? Optional.empty() : Optional.of(new Value(text, template.at()));
  }

  private static void bindings(List<Binding> bindings, int depth, List<Value> out) {
    for (Binding binding : bindings) {
      if (binding.element()) {
        elements(binding.value(), binding.scope(), depth + 1, out);
      } else {
        collect(binding.value(), binding.scope(), depth + 1, out);
      }
    }
  }

  /** Each element of a list, each value of a dictionary. */
  private static void elements(Expr expr, Scope scope, int depth, List<Value> out) {
    switch (expr) {
      case Expr.Items items -> items.items().forEach(item -> collect(item, scope, depth + 1, out));
      case Expr.Dict dict -> dict.values().forEach(item -> collect(item, scope, depth + 1, out));
      case Expr.Call call when call.function() instanceof Expr.Attribute method ->
          elements(method.target(), scope, depth + 1, out); // d.values(), d.items()
      case Expr.Name name when depth < MAX_DEPTH -> {
        for (Binding binding : scope.values(name.id())) {
          elements(binding.value(), binding.scope(), depth + 1, out);
        }
      }
      default -> {}
    }
  }

  private static void name(Expr.Name name, Scope scope, int depth, List<Value> out) {
    List<Binding> values = scope.values(name.id());
    if (!values.isEmpty()) {
      bindings(values, depth, out);
      return;
    }
    scope
        .origin(name.id())
        .filter(origin -> !origin.name().isEmpty())
        .ifPresent(
            origin ->
                out.add(new Value(Imported.mark(origin.module(), origin.name()), name.start())));
  }

  private static void attribute(Expr.Attribute attribute, Scope scope, int depth, List<Value> out) {
    if (!(attribute.target() instanceof Expr.Name target)) {
      return;
    }
    if (target.id().equals("self") || target.id().equals("cls")) {
      bindings(scope.attributes(attribute.name()), depth, out);
      return;
    }
    for (Binding binding : scope.values(target.id())) {
      if (binding.value() instanceof Expr.Name type && type.id().equals(Statements.CLASS)) {
        bindings(binding.scope().values(attribute.name()), depth, out);
      }
    }
    scope
        .origin(target.id())
        .ifPresent(
            origin ->
                out.add(
                    new Value(
                        Imported.mark(origin.dotted(), attribute.name()), attribute.start())));
  }

  private static void subscript(Expr.Subscript subscript, Scope scope, int depth, List<Value> out) {
    List<Value> keys = inner(subscript.index(), scope, depth);
    switch (subscript.target()) {
      case Expr.Dict dict -> entry(dict, keys, scope, depth, out);
      case Expr.Name name -> {
        for (Binding binding : scope.values(name.id())) {
          if (binding.value() instanceof Expr.Dict dict) {
            entry(dict, keys, binding.scope(), depth, out);
          } else {
            elements(binding.value(), binding.scope(), depth, out);
          }
        }
      }
      case Expr.Attribute attribute
          when attribute.target() instanceof Expr.Name self && self.id().equals("self") -> {
        for (Binding binding : scope.attributes(attribute.name())) {
          if (binding.value() instanceof Expr.Dict dict) {
            entry(dict, keys, binding.scope(), depth, out);
          }
        }
      }
      default -> {}
    }
  }

  private static void entry(
      Expr.Dict dict, List<Value> keys, Scope scope, int depth, List<Value> out) {
    for (int i = 0; i < dict.keys().size(); i++) {
      Expr key = dict.keys().get(i);
      boolean wanted =
          keys.isEmpty()
              || key instanceof Expr.Str text
                  && keys.stream().anyMatch(value -> value.text().equals(text.text()));
      if (wanted) {
        collect(dict.values().get(i), scope, depth + 1, out);
      }
    }
  }

  private static void call(Expr.Call call, Scope scope, int depth, List<Value> out) {
    String name =
        switch (call.function()) {
          case Expr.Name function -> function.id();
          case Expr.Attribute method -> method.name();
          default -> "";
        };
    List<Expr> positional =
        call.arguments().stream().filter(a -> a.name().isEmpty()).map(Argument::value).toList();
    if (name.equals("format") && call.function() instanceof Expr.Attribute method) {
      for (Value template : inner(method.target(), scope, depth)) {
        fill(template, "\\{\\d*}", positional, scope, depth).ifPresent(out::add);
      }
    } else if (name.equals("join")
        && positional.size() == 1
        && positional.getFirst() instanceof Expr.Items items
        && call.function() instanceof Expr.Attribute method
        && method.target() instanceof Expr.Str glue) {
      var parts = new ArrayList<Expr>();
      for (Expr item : items.items()) {
        if (!parts.isEmpty()) {
          parts.add(glue);
        }
        parts.add(item);
      }
      if (!parts.isEmpty()) {
        join(parts, scope, depth, out);
      }
    } else if (SAME.contains(name)) {
      if (!positional.isEmpty()) {
        collect(positional.getFirst(), scope, depth + 1, out);
      } else if (call.function() instanceof Expr.Attribute method) {
        collect(method.target(), scope, depth + 1, out);
      }
    } else if (DEFAULTS.contains(name)) {
      defaults(call, name, positional, scope, depth, out);
    }
  }

  private static void defaults(
      Expr.Call call, String name, List<Expr> positional, Scope scope, int depth, List<Value> out) {
    boolean second =
        name.equals("get")
            || name.equals("getenv")
            || name.equals("setdefault")
            || name.equals("pop")
            || name.equals("config");
    if (second && call.function() instanceof Expr.Attribute method && !positional.isEmpty()) {
      subscript( // a dictionary's get
          new Expr.Subscript(call.start(), call.end(), method.target(), positional.getFirst()),
          scope,
          depth,
          out);
    }
    if (positional.size() > (second ? 1 : 0)) {
      collect(positional.get(second ? 1 : 0), scope, depth + 1, out);
    }
    for (Argument argument : call.arguments()) {
      if (argument.name().equals("default")) {
        collect(argument.value(), scope, depth + 1, out);
      }
    }
  }
}
