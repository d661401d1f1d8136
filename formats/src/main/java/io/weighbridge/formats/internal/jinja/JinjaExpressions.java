package io.weighbridge.formats.internal.jinja;

import io.weighbridge.formats.FormatException;
import io.weighbridge.formats.JinjaTemplate.Argument;
import io.weighbridge.formats.JinjaTemplate.Attribute;
import io.weighbridge.formats.JinjaTemplate.Binary;
import io.weighbridge.formats.JinjaTemplate.Call;
import io.weighbridge.formats.JinjaTemplate.Choice;
import io.weighbridge.formats.JinjaTemplate.Expression;
import io.weighbridge.formats.JinjaTemplate.Filter;
import io.weighbridge.formats.JinjaTemplate.Item;
import io.weighbridge.formats.JinjaTemplate.Keyword;
import io.weighbridge.formats.JinjaTemplate.Mapping;
import io.weighbridge.formats.JinjaTemplate.Name;
import io.weighbridge.formats.JinjaTemplate.Number;
import io.weighbridge.formats.JinjaTemplate.Sequence;
import io.weighbridge.formats.JinjaTemplate.Slice;
import io.weighbridge.formats.JinjaTemplate.Test;
import io.weighbridge.formats.JinjaTemplate.Text;
import io.weighbridge.formats.JinjaTemplate.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The expression half of the grammar, in Jinja's order of precedence. */
class JinjaExpressions {
  private static final int MAX_DEPTH = 200;
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final List<Token> tokens;
  private int at;
  private int depth;

  JinjaExpressions(List<Token> tokens) {
    this.tokens = tokens;
  }

  // Tokens.

  final Token peek() {
    return tokens.get(at);
  }

  final Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  final boolean skipOperator(String operator) {
    if (peek().operator(operator)) {
      at++;
      return true;
    }
    return false;
  }

  final boolean skipName(String name) {
    if (peek().name(name)) {
      at++;
      return true;
    }
    return false;
  }

  final void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw bad("expected " + operator);
    }
  }

  final void expect(Token.Kind kind) {
    if (next().kind() != kind) {
      at--;
      throw bad("expected " + kind);
    }
  }

  final String name() {
    if (peek().kind() != Token.Kind.NAME) {
      throw bad("expected a name");
    }
    return next().text();
  }

  final FormatException bad(String what) {
    Token token = peek();
    return new FormatException(
        "line " + token.line() + ": " + what + ", found " + token.kind() + " " + token.text());
  }

  final void enter() {
    if (++depth > MAX_DEPTH) {
      throw bad("nested deeper than " + MAX_DEPTH);
    }
  }

  final void leave() {
    depth--;
  }

  // Grammar.

  /** An expression, or several separated by commas: a tuple. */
  final Expression tuple(boolean condition) {
    Expression first = condition ? expression() : or();
    if (!peek().operator(",")) {
      return first;
    }
    var items = new ArrayList<Expression>();
    items.add(first);
    while (skipOperator(",")) {
      if (endsTuple()) {
        break;
      }
      items.add(condition ? expression() : or());
    }
    return new Sequence(items);
  }

  private boolean endsTuple() {
    Token token = peek();
    return token.kind() == Token.Kind.OUTPUT_END
        || token.kind() == Token.Kind.TAG_END
        || token.operator(")")
        || token.operator("=")
        || token.name("in");
  }

  final Expression expression() {
    enter();
    Expression value = or();
    while (skipName("if")) {
      Expression condition = or();
      Optional<Expression> otherwise =
          skipName("else") ? Optional.of(expression()) : Optional.empty();
      value = new Choice(condition, value, otherwise);
    }
    leave();
    return value;
  }

  final Expression or() {
    Expression left = and();
    while (skipName("or")) {
      left = new Binary("or", left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (skipName("and")) {
      left = new Binary("and", left, not());
    }
    return left;
  }

  private Expression not() {
    if (skipName("not")) {
      enter();
      Expression operand = not();
      leave();
      return new Unary("not", operand);
    }
    return comparison();
  }

  private Expression comparison() {
    Expression left = sum();
    while (true) {
      Token token = peek();
      if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
        next();
        left = new Binary(token.text(), left, sum());
      } else if (skipName("in")) {
        left = new Binary("in", left, sum());
      } else if (token.name("not") && tokens.get(at + 1).name("in")) {
        at += 2;
        left = new Binary("not in", left, sum());
      } else {
        return left;
      }
    }
  }

  private Expression sum() {
    Expression left = concatenation();
    while (peek().operator("+") || peek().operator("-")) {
      left = new Binary(next().text(), left, concatenation());
    }
    return left;
  }

  private Expression concatenation() {
    Expression left = product();
    while (skipOperator("~")) {
      left = new Binary("~", left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = unary(true);
    while (peek().operator("*")
        || peek().operator("/")
        || peek().operator("//")
        || peek().operator("%")) {
      left = new Binary(next().text(), left, unary(true));
    }
    return left;
  }

  private Expression unary(boolean filters) {
    enter();
    Expression value;
    if (peek().operator("-") || peek().operator("+")) {
      value = new Unary(next().text(), unary(false));
    } else {
      value = postfix(primary());
      if (skipOperator("**")) {
        value = new Binary("**", value, unary(true));
      }
    }
    leave();
    return filters ? filters(value) : value;
  }

  private Expression primary() {
    Token token = next();
    return switch (token.kind()) {
      case NAME -> named(token.text());
      case NUMBER -> new Number(token.text());
      case TEXT -> {
        var text = new StringBuilder(token.text());
        while (peek().kind() == Token.Kind.TEXT) {
          text.append(next().text());
        }
        yield new Text(text.toString());
      }
      case OPERATOR -> bracketed(token);
      default -> {
        at--;
        throw bad("expected a value");
      }
    };
  }

  private static Expression named(String name) {
    return switch (name) {
      case "true", "True", "false", "False", "none", "None" ->
          new Keyword(name.toLowerCase(java.util.Locale.ROOT));
      default -> new Name(name);
    };
  }

  private Expression bracketed(Token open) {
    switch (open.text()) {
      case "(" -> {
        if (skipOperator(")")) {
          return new Sequence(List.of());
        }
        Expression value = tuple(true);
        expectOperator(")");
        return value;
      }
      case "[" -> {
        var items = new ArrayList<Expression>();
        while (!skipOperator("]")) {
          items.add(expression());
          if (!peek().operator("]")) {
            expectOperator(",");
          }
        }
        return new Sequence(items);
      }
      case "{" -> {
        var keys = new ArrayList<Expression>();
        var values = new ArrayList<Expression>();
        while (!skipOperator("}")) {
          keys.add(expression());
          expectOperator(":");
          values.add(expression());
          if (!peek().operator("}")) {
            expectOperator(",");
          }
        }
        return new Mapping(keys, values);
      }
      default -> {
        at--;
        throw bad("expected a value");
      }
    }
  }

  private Expression postfix(Expression start) {
    Expression value = start;
    while (true) {
      if (skipOperator(".")) {
        Token token = next();
        switch (token.kind()) {
          case NAME -> value = new Attribute(value, token.text());
          case NUMBER -> value = new Item(value, new Number(token.text()));
          default -> {
            at--;
            throw bad("expected a name");
          }
        }
      } else if (skipOperator("[")) {
        value = new Item(value, subscript());
      } else if (peek().operator("(")) {
        value = new Call(value, arguments());
      } else {
        return value;
      }
    }
  }

  private Expression subscript() {
    var keys = new ArrayList<Expression>();
    while (!skipOperator("]")) {
      keys.add(slice());
      if (!peek().operator("]")) {
        expectOperator(",");
      }
    }
    return keys.size() == 1 ? keys.getFirst() : new Sequence(keys);
  }

  private Expression slice() {
    var parts = new ArrayList<Optional<Expression>>();
    boolean colon = false;
    parts.add(sliceEnds() ? Optional.empty() : Optional.of(expression()));
    while (skipOperator(":")) {
      colon = true;
      parts.add(sliceEnds() ? Optional.empty() : Optional.of(expression()));
    }
    return colon || parts.getFirst().isEmpty() ? new Slice(parts) : parts.getFirst().get();
  }

  private boolean sliceEnds() {
    return peek().operator(":") || peek().operator("]") || peek().operator(",");
  }

  final List<Argument> arguments() {
    expectOperator("(");
    var arguments = new ArrayList<Argument>();
    while (!skipOperator(")")) {
      if (skipOperator("**")) {
        arguments.add(new Argument("**", expression()));
      } else if (skipOperator("*")) {
        arguments.add(new Argument("*", expression()));
      } else if (peek().kind() == Token.Kind.NAME && tokens.get(at + 1).operator("=")) {
        String name = next().text();
        next();
        arguments.add(new Argument(name, expression()));
      } else {
        arguments.add(new Argument("", expression()));
      }
      if (!peek().operator(")")) {
        expectOperator(",");
      }
    }
    return arguments;
  }

  final Expression filters(Expression start) {
    Expression value = start;
    while (true) {
      if (skipOperator("|")) {
        value = filter(Optional.of(value));
      } else if (skipName("is")) {
        value = test(value);
      } else if (peek().operator("(")) {
        value = new Call(value, arguments());
      } else {
        return value;
      }
    }
  }

  /** A filter after its bar. */
  final Expression filter(Optional<Expression> target) {
    String name = dottedName();
    List<Argument> arguments = peek().operator("(") ? arguments() : List.of();
    return new Filter(target, name, arguments);
  }

  private Expression test(Expression target) {
    boolean negated = skipName("not");
    String name = dottedName();
    List<Argument> arguments = List.of();
    if (peek().operator("(")) {
      arguments = arguments();
    } else if (startsValue(peek())) {
      arguments = List.of(new Argument("", postfix(primary())));
    }
    Expression test = new Test(target, name, arguments);
    return negated ? new Unary("not", test) : test;
  }

  private static boolean startsValue(Token token) {
    return switch (token.kind()) {
      case TEXT, NUMBER -> true;
      case NAME ->
          switch (token.text()) {
            case "else", "or", "and", "is", "if", "in", "not", "recursive" -> false;
            default -> true;
          };
      case OPERATOR -> token.text().equals("[") || token.text().equals("{");
      default -> false;
    };
  }

  private String dottedName() {
    var name = new StringBuilder(name());
    while (skipOperator(".")) {
      name.append('.').append(name());
    }
    return name.toString();
  }
}
