package io.weighbridge.inventory.internal.python;

import io.weighbridge.inventory.internal.python.Expr.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Expressions from tokens. Always moves on: what it cannot read it steps over. */
final class Parser {
  private static final int MAX_DEPTH = 120;
  private static final Set<String> STOP =
      Set.of("if", "else", "for", "in", "is", "and", "or", "not", "import", "as", "from", "async");

  final Tokens tokens;
  final String chars;
  int at;
  private int depth;

  Parser(Tokens tokens, String chars) {
    this.tokens = tokens;
    this.chars = chars;
  }

  boolean is(String text) {
    return tokens.is(at, text);
  }

  boolean ended() {
    return tokens.kind(at) >= Tokens.NEWLINE;
  }

  /** One expression; a ternary, {@code or} or a lambda are the weakest. */
  Expr expression() {
    if (depth > MAX_DEPTH) {
      int start = tokens.start(at);
      at++;
      return new Expr.Other(start, start, List.of());
    }
    depth++;
    try {
      return ternary();
    } finally {
      depth--;
    }
  }

  private Expr ternary() {
    Expr first = or();
    if (is("if")) {
      at++;
      Expr condition = or();
      if (is("else")) {
        at++;
        Expr last = expression();
        return new Expr.Choice(
            first.start(),
            last.end(),
            List.of(
                first,
                last,
                new Expr.Other(condition.start(), condition.end(), List.of(condition))));
      }
      return new Expr.Other(first.start(), condition.end(), List.of(first, condition));
    }
    return first;
  }

  private Expr or() {
    Expr first = comparison();
    if (!is("or")) {
      return first;
    }
    var either = new ArrayList<Expr>(List.of(first));
    while (is("or")) {
      at++;
      either.add(comparison());
    }
    return new Expr.Choice(first.start(), either.getLast().end(), either);
  }

  private Expr comparison() {
    Expr first = sum();
    var all = new ArrayList<Expr>(List.of(first));
    while (true) {
      if (is("and") || is("in") || is("is") || is("==") || is("!=") || is("<") || is(">")
          || is("<=") || is(">=") || is("|") || is("&") || is("^") || is("<<") || is(">>")
          || is(":=")) {
        at++;
      } else if (is("not") && tokens.is(at + 1, "in")) {
        at += 2;
      } else {
        break;
      }
      while (is("not")) {
        at++;
      }
      if (ended()) {
        break;
      }
      all.add(sum());
    }
    return all.size() == 1 ? first : new Expr.Other(first.start(), all.getLast().end(), all);
  }

  private Expr sum() {
    Expr first = product();
    if (!is("+") && !is("-")) {
      return first;
    }
    var parts = new ArrayList<Expr>(List.of(first));
    boolean plus = true;
    while (is("+") || is("-")) {
      plus &= is("+");
      at++;
      parts.add(product());
    }
    int end = parts.getLast().end();
    return plus
        ? new Expr.Join(first.start(), end, parts)
        : new Expr.Other(first.start(), end, parts);
  }

  private Expr product() {
    Expr first = unary();
    while (is("%") || is("*") || is("/") || is("//") || is("**") || is("@")) {
      boolean format = is("%");
      at++;
      Expr next = unary();
      first =
          format
              ? new Expr.Percent(first.start(), next.end(), first, next)
              : new Expr.Other(first.start(), next.end(), List.of(first, next));
    }
    return first;
  }

  private Expr unary() {
    while (is("-") || is("+") || is("~") || is("not") || is("await") || is("*") || is("**")) {
      at++;
    }
    return trailers(atom());
  }

  private Expr trailers(Expr target) {
    Expr result = target;
    while (true) {
      if (is(".") && tokens.kind(at + 1) == Tokens.NAME) {
        result =
            new Expr.Attribute(result.start(), tokens.end(at + 1), result, tokens.text(at + 1));
        at += 2;
      } else if (is("(")) {
        result = call(result);
      } else if (is("[")) {
        at++;
        List<Expr> inside = list("]");
        Expr index =
            inside.size() == 1
                ? inside.getFirst()
                : new Expr.Items(result.end(), result.end(), inside);
        result = new Expr.Subscript(result.start(), tokens.end(at - 1), result, index);
      } else {
        return result;
      }
    }
  }

  private Expr call(Expr function) {
    at++;
    var arguments = new ArrayList<Argument>();
    int last = tokens.end(at - 1);
    while (!is(")") && !ended()) {
      int before = at;
      String name = "";
      if (is("*") || is("**")) {
        name = tokens.text(at++);
      } else if (tokens.kind(at) == Tokens.NAME && tokens.is(at + 1, "=")) {
        name = tokens.text(at);
        at += 2;
      }
      Expr value = comprehension(expression());
      arguments.add(new Argument(name, value));
      last = tokens.end(at - 1);
      if (is(",")) {
        last = tokens.end(at - 1);
        at++;
      } else if (at == before) {
        at++;
      }
    }
    int end = tokens.end(at);
    at += is(")") ? 1 : 0;
    return new Expr.Call(function.start(), end, function, arguments, last);
  }

  private Expr comprehension(Expr item) {
    if (!is("for") && !is("async")) {
      return item;
    }
    var parts = new ArrayList<Expr>(List.of(item));
    while (!ended() && !is(")") && !is("]") && !is("}") && !is(",")) {
      int before = at;
      if (tokens.kind(at) == Tokens.NAME && STOP.contains(tokens.text(at))) {
        at++;
        continue;
      }
      parts.add(sum());
      at += at == before ? 1 : 0;
    }
    return new Expr.Other(item.start(), tokens.end(at - 1), parts);
  }

  /** Items up to a bracket, which is stepped over. */
  private List<Expr> list(String close) {
    var items = new ArrayList<Expr>();
    while (!is(close) && !ended()) {
      int before = at;
      if (is(",") || is(":")) {
        at++;
        continue;
      }
      items.add(comprehension(expression()));
      at += at == before ? 1 : 0;
    }
    at += is(close) ? 1 : 0;
    return items;
  }

  private Expr atom() {
    int start = tokens.start(at);
    int end = tokens.end(at);
    switch (tokens.kind(at)) {
      case Tokens.STRING -> {
        return strings();
      }
      case Tokens.NAME -> {
        if (is("lambda")) {
          return lambda();
        }
        if (STOP.contains(tokens.text(at))) {
          return new Expr.Other(start, start, List.of()); // the caller steps over it
        }
        at++;
        return new Expr.Name(start, end, tokens.text(at - 1));
      }
      case Tokens.NUMBER -> {
        at++;
        return new Expr.Other(start, end, List.of());
      }
      default -> {
        return bracketed(start, end);
      }
    }
  }

  private Expr bracketed(int start, int end) {
    if (is("(")) {
      at++;
      boolean call = is(")");
      List<Expr> inside = list(")");
      boolean tuple = call || inside.size() != 1 || tokens.is(at - 2, ",");
      return tuple ? new Expr.Items(start, tokens.end(at - 1), inside) : inside.getFirst();
    }
    if (is("[")) {
      at++;
      List<Expr> inside = list("]");
      return new Expr.Items(start, tokens.end(at - 1), inside);
    }
    if (is("{")) {
      return dictionary(start);
    }
    if (!is(")") && !is("]") && !is("}") && !is(",") && !is(":") && !is("=") && !ended()) {
      at++;
    }
    return new Expr.Other(start, end, List.of());
  }

  private Expr dictionary(int start) {
    at++;
    var keys = new ArrayList<Expr>();
    var values = new ArrayList<Expr>();
    var items = new ArrayList<Expr>();
    while (!is("}") && !ended()) {
      int before = at;
      Expr key = expression();
      if (is(":")) {
        at++;
        keys.add(key);
        values.add(comprehension(expression()));
      } else {
        items.add(comprehension(key));
      }
      if (is(",") || at == before) {
        at++;
      }
    }
    at += is("}") ? 1 : 0;
    int end = tokens.end(at - 1);
    if (keys.isEmpty()) {
      return new Expr.Items(start, end, items);
    }
    for (Expr item : items) { // **others
      keys.add(new Expr.Other(item.start(), item.start(), List.of()));
      values.add(item);
    }
    return new Expr.Dict(start, end, keys, values);
  }

  private Expr lambda() {
    int start = tokens.start(at);
    while (!is(":") && !ended()) {
      at++;
    }
    at += is(":") ? 1 : 0;
    Expr body = ended() ? new Expr.Other(start, start, List.of()) : expression();
    return new Expr.Other(start, body.end(), List.of(body));
  }

  private Expr strings() {
    var parts = new ArrayList<Expr>();
    while (tokens.kind(at) == Tokens.STRING) {
      parts.add(Literal.read(chars, tokens.start(at), tokens.end(at), depth));
      at++;
    }
    return parts.size() == 1
        ? parts.getFirst()
        : new Expr.Join(parts.getFirst().start(), parts.getLast().end(), parts);
  }
}
