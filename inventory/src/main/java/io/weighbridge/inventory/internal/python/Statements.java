package io.weighbridge.inventory.internal.python;

import io.weighbridge.inventory.internal.python.Scope.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a file statement by statement: who is bound to what, and every expression with its scope.
 */
final class Statements {
  /** Name of the value that stands for a class; its binding's scope is the class. */
  static final String CLASS = "\u0000class";

  private static final Set<String> KEYWORDS =
      Set.of(
          "if",
          "elif",
          "else",
          "while",
          "return",
          "yield",
          "raise",
          "assert",
          "del",
          "print",
          "exec",
          "try",
          "except",
          "finally",
          "with",
          "as",
          "async",
          "await",
          "global",
          "nonlocal",
          "pass",
          "break",
          "continue",
          "not",
          "and",
          "or",
          "in",
          "is",
          "case",
          "match");

  /**
   * An expression of the file.
   *
   * @param key name of what it is bound to; empty when it is not
   * @param parent whether it is a statement by itself, as a docstring is
   */
  record Seen(Expr expr, Scope scope, String key, boolean parent) {}

  private final Tokens tokens;
  private final Parser parser;
  private final List<Seen> seen = new ArrayList<>();
  private final Scope module = new Scope(Optional.empty(), -1, false);
  private Scope scope = module;
  private final List<Expr> decorators = new ArrayList<>();

  Statements(String chars) {
    this.tokens = Tokens.of(chars, 0, chars.length());
    this.parser = new Parser(tokens, chars);
    while (tokens.kind(parser.at) != Tokens.END) {
      line();
    }
  }

  List<Seen> seen() {
    return seen;
  }

  Scope module() {
    return module;
  }

  private void line() {
    int column = tokens.column(parser.at);
    while (scope.parent.isPresent() && column <= scope.column) {
      scope = scope.parent.get();
    }
    while (!parser.ended()) {
      int before = parser.at;
      statement(column);
      if (parser.at == before) {
        parser.at++;
      }
    }
    if (tokens.kind(parser.at) == Tokens.NEWLINE) {
      parser.at++;
    }
  }

  private void statement(int column) {
    if (parser.is("async") && tokens.is(parser.at + 1, "def")) {
      parser.at++;
    }
    if (parser.is("def") && tokens.kind(parser.at + 1) == Tokens.NAME) {
      function(column);
    } else if (parser.is("class") && tokens.kind(parser.at + 1) == Tokens.NAME) {
      type(column);
    } else if (parser.is("import")) {
      imports();
    } else if (parser.is("from")) {
      fromImports();
    } else if (parser.is("for")) {
      loop();
    } else if (parser.is("@")) {
      parser.at++;
      Expr decorator = parser.expression();
      decorators.add(decorator);
      seen.add(new Seen(decorator, scope, "", false));
    } else if (tokens.kind(parser.at) == Tokens.NAME
            && KEYWORDS.contains(tokens.text(parser.at))
            && !tokens.is(parser.at + 1, "=")
            && !tokens.is(parser.at + 1, "(")
            && !tokens.is(parser.at + 1, ".")
        || parser.is(":")
        || parser.is(";")
        || parser.is(",")) {
      parser.at++;
    } else {
      plain();
    }
  }

  /** An expression or assignment. */
  private void plain() {
    Expr first = tuple();
    if (parser.is(":")
        && !(first instanceof Expr.Str)
        && (first instanceof Expr.Name || first instanceof Expr.Attribute)) {
      parser.at++; // an annotation
      Expr annotation = parser.ended() ? first : parser.expression();
      if (!parser.is("=")) {
        if (annotation != first) {
          seen.add(new Seen(annotation, scope, "", false));
        }
        return;
      }
    }
    if (!parser.is("=") && !parser.is("+=") && !parser.is("|=")) {
      seen.add(new Seen(first, scope, "", true));
      return;
    }
    var targets = new ArrayList<Expr>(List.of(first));
    Expr value = first;
    while (parser.is("=") || parser.is("+=") || parser.is("|=")) {
      parser.at++;
      if (parser.ended()) {
        break;
      }
      value = tuple();
      targets.add(value);
    }
    targets.removeLast();
    String key = "";
    for (Expr target : targets) {
      bind(target, value);
      key = key.isEmpty() ? key(target) : key;
    }
    seen.add(new Seen(value, scope, key, false));
  }

  private Expr tuple() {
    Expr first = parser.expression();
    if (!parser.is(",")) {
      return first;
    }
    var items = new ArrayList<Expr>(List.of(first));
    while (parser.is(",")) {
      parser.at++;
      if (parser.ended() || parser.is("=")) {
        break;
      }
      items.add(parser.expression());
    }
    return new Expr.Items(first.start(), items.getLast().end(), items);
  }

  static String key(Expr target) {
    return switch (target) {
      case Expr.Name name -> name.id();
      case Expr.Attribute attribute -> attribute.name();
      case Expr.Subscript subscript when subscript.index() instanceof Expr.Str key -> key.text();
      case Expr.Subscript subscript -> key(subscript.target());
      default -> "";
    };
  }

  private void bind(Expr target, Expr value) {
    switch (target) {
      case Expr.Name name -> scope.bind(name.id(), value, scope, false);
      case Expr.Attribute attribute
          when attribute.target() instanceof Expr.Name self && self.id().equals("self") ->
          scope.owner().ifPresent(owner -> owner.bind(attribute.name(), value, scope, false));
      case Expr.Items items
          when value instanceof Expr.Items values
              && values.items().size() == items.items().size() -> {
        for (int i = 0; i < items.items().size(); i++) {
          bind(items.items().get(i), values.items().get(i));
        }
      }
      default -> {}
    }
  }

  private void loop() {
    parser.at++;
    var names = new ArrayList<String>();
    while (!parser.is("in") && !parser.ended()) {
      if (tokens.kind(parser.at) == Tokens.NAME) {
        names.add(tokens.text(parser.at));
      }
      parser.at++;
    }
    if (parser.ended()) {
      return;
    }
    parser.at++;
    Expr over = tuple();
    if (!names.isEmpty()) {
      scope.bind(names.getLast(), over, scope, true);
    }
    seen.add(new Seen(over, scope, names.isEmpty() ? "" : names.getLast(), false));
  }

  private void function(int column) {
    Scope outer = scope;
    var inner = new Scope(Optional.of(outer), column, false);
    parser.at += 2;
    if (parser.is("(")) {
      parser.at++;
      while (!parser.is(")") && !parser.ended()) {
        int before = parser.at;
        parameter(outer, inner);
        if (parser.is(",") || parser.at == before) {
          parser.at++;
        }
      }
    }
    parametrized(inner);
    while (!parser.ended() && !parser.is(":")) {
      parser.at++;
    }
    parser.at += parser.is(":") ? 1 : 0;
    scope = inner;
  }

  private void parameter(Scope outer, Scope inner) {
    while (parser.is("*") || parser.is("**") || parser.is("/")) {
      parser.at++;
    }
    if (tokens.kind(parser.at) != Tokens.NAME) {
      return;
    }
    String name = tokens.text(parser.at++);
    if (parser.is(":")) {
      parser.at++;
      Expr annotation = parser.expression();
      seen.add(new Seen(annotation, outer, name, false));
    }
    if (parser.is("=")) {
      parser.at++;
      Expr value = parser.expression();
      inner.bind(name, value, outer, false);
      seen.add(new Seen(value, outer, name, false));
    }
  }

  /** {@code @pytest.mark.parametrize("name", [values])} binds a parameter. */
  private void parametrized(Scope inner) {
    for (Expr decorator : decorators) {
      if (decorator instanceof Expr.Call call
          && call.function() instanceof Expr.Attribute method
          && method.name().equals("parametrize")
          && call.arguments().size() >= 2
          && call.arguments().getFirst().value() instanceof Expr.Str name
          && name.text().indexOf(',') < 0) {
        inner.bind(name.text(), call.arguments().get(1).value(), scope, true);
      }
    }
    decorators.clear();
  }

  private void type(int column) {
    String name = tokens.text(parser.at + 1);
    var inner = new Scope(Optional.of(scope), column, true);
    scope.bind(name, new Expr.Name(0, 0, CLASS), inner, false);
    decorators.clear();
    parser.at += 2;
    while (!parser.ended() && !parser.is(":")) {
      int before = parser.at;
      parser.expression();
      parser.at += parser.at == before ? 1 : 0;
    }
    parser.at += parser.is(":") ? 1 : 0;
    scope = inner;
  }

  private String dotted() {
    var text = new StringBuilder();
    while (tokens.kind(parser.at) == Tokens.NAME && !parser.is("import") || parser.is(".")) {
      text.append(tokens.text(parser.at++));
      if (!parser.is(".") && text.charAt(text.length() - 1) != '.') {
        break;
      }
    }
    return text.toString();
  }

  private void imports() {
    parser.at++;
    while (!parser.ended() && !parser.is(";")) {
      int before = parser.at;
      String module = dotted();
      if (parser.is("as")) {
        scope.imported(tokens.text(parser.at + 1), new Origin(module, ""));
        parser.at += 2;
      } else if (!module.isEmpty()) {
        int dot = module.indexOf('.');
        scope.imported(
            dot < 0 ? module : module.substring(0, dot),
            new Origin(dot < 0 ? module : module.substring(0, dot), ""));
      }
      parser.at += parser.is(",") || parser.at == before ? 1 : 0;
    }
  }

  private void fromImports() {
    parser.at++;
    String module = dotted();
    if (!parser.is("import")) {
      return;
    }
    parser.at++;
    while (!parser.ended() && !parser.is(";")) {
      if (tokens.kind(parser.at) != Tokens.NAME) {
        parser.at++;
        continue;
      }
      String name = tokens.text(parser.at++);
      String alias = name;
      if (parser.is("as") && tokens.kind(parser.at + 1) == Tokens.NAME) {
        alias = tokens.text(parser.at + 1);
        parser.at += 2;
      }
      scope.imported(alias, new Origin(module, name));
    }
  }
}
