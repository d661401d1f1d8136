package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.formats.internal.jinja.JinjaParser;
import java.util.List;
import java.util.Optional;

/**
 * A Jinja template as a syntax tree: what chat templates are written in. Parsed as Jinja 3.1 with
 * the default delimiters does, with the extensions that chat templates use ({@code break}, {@code
 * continue}, {@code do}, {@code generation}). Never rendered. Immutable and thread-safe.
 *
 * <p>Source: jinja2 3.1 {@code lexer.py} and {@code parser.py}; transformers {@code
 * chat_template_utils.py} for {@code generation}.
 */
public record JinjaTemplate(List<Statement> body) {

  public JinjaTemplate {
    body = List.copyOf(body);
  }

  /**
   * Parses a template.
   *
   * @throws io.weighbridge.formats.FormatException when it is not a template that Jinja would
   *     accept, or is nested deeper than 200 levels; the message names the line
   * @throws io.weighbridge.content.BudgetExceeded when it has more nodes than the budget allows
   */
  public static JinjaTemplate parse(String source, Budget budget) {
    return new JinjaTemplate(JinjaParser.parse(source, budget));
  }

  /** A tag or an output; {@code line} counts from 1. */
  public sealed interface Statement {
    int line();
  }

  /** Text between tags. */
  public record Data(int line, String text) implements Statement {}

  /** {@code {{ value }}}, or the value of a {@code do} tag. */
  public record Output(int line, Expression value) implements Statement {}

  /** {@code set a, b = value}; targets are names, or attributes of a namespace. */
  public record Assignment(int line, List<Expression> targets, Expression value)
      implements Statement {}

  /** {@code set target | filter} … {@code endset}. */
  public record Capture(
      int line, Expression target, Optional<Expression> filter, List<Statement> body)
      implements Statement {}

  /** {@code for targets in items if condition} … {@code else} … {@code endfor}. */
  public record Loop(
      int line,
      List<Expression> targets,
      Expression items,
      Optional<Expression> condition,
      List<Statement> body,
      List<Statement> otherwise)
      implements Statement {}

  /** {@code if} … {@code elif} … {@code else}: an {@code elif} is a branch in {@code otherwise}. */
  public record Branch(
      int line, Expression condition, List<Statement> body, List<Statement> otherwise)
      implements Statement {}

  /** {@code macro name(parameters)}; {@code defaults} are those of the last parameters. */
  public record Macro(
      int line,
      String name,
      List<String> parameters,
      List<Expression> defaults,
      List<Statement> body)
      implements Statement {}

  /**
   * {@code include}, {@code import}, {@code from} or {@code extends}: another template is loaded.
   */
  public record Reference(int line, String tag, Expression template, List<String> binds)
      implements Statement {}

  /**
   * Any other tag with a body: {@code block}, {@code call}, {@code filter}, {@code with}, {@code
   * autoescape}, {@code generation}.
   */
  public record Section(int line, String tag, List<Expression> expressions, List<Statement> body)
      implements Statement {}

  /** A value. */
  public sealed interface Expression {}

  /** A string, after escapes and joining of neighbours. */
  public record Text(String value) implements Expression {}

  /** A number, by its literal. */
  public record Number(String literal) implements Expression {}

  /** {@code true}, {@code false} or {@code none}. */
  public record Keyword(String value) implements Expression {}

  /** A variable, function or namespace. */
  public record Name(String value) implements Expression {}

  /** A list, or a tuple. */
  public record Sequence(List<Expression> items) implements Expression {}

  /** A dictionary; key and value at the same index belong together. */
  public record Mapping(List<Expression> keys, List<Expression> values) implements Expression {}

  /** {@code target.name}. */
  public record Attribute(Expression target, String name) implements Expression {}

  /** {@code target[key]}: an item, and when there is none, an attribute of that name. */
  public record Item(Expression target, Expression key) implements Expression {}

  /** {@code a:b:c} as a key. */
  public record Slice(List<Optional<Expression>> parts) implements Expression {}

  /** {@code callee(arguments)}; keyword arguments have a name, others an empty one. */
  public record Call(Expression callee, List<Argument> arguments) implements Expression {}

  /** {@code target | name(arguments)}; no target in a {@code filter} or {@code set} block. */
  public record Filter(Optional<Expression> target, String name, List<Argument> arguments)
      implements Expression {}

  /** {@code target is name(arguments)}. */
  public record Test(Expression target, String name, List<Argument> arguments)
      implements Expression {}

  /** Two operands: arithmetic, {@code ~}, comparison, {@code in}, {@code and}, {@code or}. */
  public record Binary(String operator, Expression left, Expression right) implements Expression {}

  /** {@code not}, {@code -} or {@code +}. */
  public record Unary(String operator, Expression operand) implements Expression {}

  /** {@code then if condition else otherwise}. */
  public record Choice(Expression condition, Expression then, Optional<Expression> otherwise)
      implements Expression {}

  /**
   * An argument of a call; {@code name} is empty when positional, {@code *} or {@code **} when
   * spread.
   */
  public record Argument(String name, Expression value) {}
}
