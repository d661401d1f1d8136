package io.weighbridge.scan.internal.jinja;

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
import io.weighbridge.scan.internal.NameTable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the template itself works out a text that is then used as a name. Honest templates look
 * things up by a constant, by a number, or by what the conversation holds; a name that is made from
 * the template's own pieces, in a way that could not be followed, is there to hide it.
 */
final class ComputedName {
  private static final Set<String> NUMBERS =
      Set.of(
          "length", "count", "int", "abs", "round", "sum", "float", "wordcount", "find", "index");

  /** Variables that hold such a text. */
  private final Set<String> variables = new HashSet<>();

  void set(String name, Expression value) {
    if (isComputed(value)) {
      variables.add(name);
    }
  }

  boolean isComputed(Expression key) {
    return makesText(key) && isOwn(key);
  }

  private boolean makesText(Expression expression) {
    return switch (expression) {
      case Filter filter -> !NUMBERS.contains(filter.name());
      case Call(Attribute(_, var method), _) -> !NUMBERS.contains(method) && !method.equals("get");
      case Call(Name(var function), _) -> function.equals("dict") || function.equals("lipsum");
      case Binary(var operator, var left, var right) ->
          operator.equals("~")
              || (operator.equals("+") || operator.equals("*") || operator.equals("%"))
                  && (left instanceof Text || makesText(left) || right instanceof Text);
      case Name(var name) -> variables.contains(name);
      case Item(var target, _) -> makesText(target);
      case Choice(_, var then, var otherwise) ->
          makesText(then) || otherwise.isPresent() && makesText(otherwise.get());
      default -> false;
    };
  }

  /** Made of constants and of what Jinja brings alone. */
  private boolean isOwn(Expression expression) {
    return switch (expression) {
      case Text _, Number _, Keyword _ -> true;
      case Name(var name) ->
          variables.contains(name) || NameTable.get().has("jinja-function", name);
      case Sequence(var items) -> all(items);
      case Mapping(var keys, var values) -> all(keys) && all(values);
      case Attribute(var target, _) -> isOwn(target);
      case Item(var target, var key) -> isOwn(target) && isOwn(key);
      case Slice(var parts) -> parts.stream().flatMap(Optional::stream).allMatch(this::isOwn);
      case Call(var callee, var arguments) -> isOwn(callee) && ownArguments(arguments);
      case Filter filter ->
          filter.target().isPresent()
              && isOwn(filter.target().get())
              && ownArguments(filter.arguments());
      case Test(var target, _, var arguments) -> isOwn(target) && ownArguments(arguments);
      case Binary(_, var left, var right) -> isOwn(left) && isOwn(right);
      case Unary(_, var operand) -> isOwn(operand);
      case Choice(_, var then, var otherwise) ->
          isOwn(then) && (otherwise.isEmpty() || isOwn(otherwise.get()));
    };
  }

  private boolean all(List<Expression> expressions) {
    return expressions.stream().allMatch(this::isOwn);
  }

  private boolean ownArguments(List<Argument> arguments) {
    return arguments.stream().allMatch(argument -> isOwn(argument.value()));
  }
}
