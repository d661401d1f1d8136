package io.weighbridge.scan.internal.jinja;

import io.weighbridge.formats.JinjaTemplate.Argument;
import io.weighbridge.formats.JinjaTemplate.Attribute;
import io.weighbridge.formats.JinjaTemplate.Binary;
import io.weighbridge.formats.JinjaTemplate.Call;
import io.weighbridge.formats.JinjaTemplate.Choice;
import io.weighbridge.formats.JinjaTemplate.Expression;
import io.weighbridge.formats.JinjaTemplate.Filter;
import io.weighbridge.formats.JinjaTemplate.Item;
import io.weighbridge.formats.JinjaTemplate.Name;
import io.weighbridge.formats.JinjaTemplate.Number;
import io.weighbridge.formats.JinjaTemplate.Sequence;
import io.weighbridge.formats.JinjaTemplate.Slice;
import io.weighbridge.formats.JinjaTemplate.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Constant folding of template strings: {@code '__glo' ~ 'bals__'}, {@code ['__cl','ass__'] |
 * join}, {@code '__ssalc__'[::-1]}, {@code "%sclass%s" % ('__', '__')}, through variables set from
 * them.
 */
final class TemplateFold {
  private static final int MAX_LENGTH = 10_000;
  private static final int MAX_DEPTH = 60;

  private final Map<String, Optional<String>> variables = new HashMap<>();

  /** Notes what a variable is set to; one that is set to several things is unknown. */
  void set(String name, Expression value) {
    Optional<String> folded = fold(value);
    Optional<String> before = variables.putIfAbsent(name, folded);
    if (before != null && !before.equals(folded)) {
      // Keep the value that matters: an underscore name stays one whatever else is assigned.
      if (folded.isPresent() && folded.get().indexOf('_') >= 0) {
        variables.put(name, folded);
      } else if (before.isEmpty() || before.get().indexOf('_') < 0) {
        variables.put(name, Optional.empty());
      }
    }
  }

  Optional<String> fold(Expression expression) {
    return fold(expression, 0);
  }

  private Optional<String> fold(Expression expression, int depth) {
    if (depth > MAX_DEPTH) {
      return Optional.empty();
    }
    return switch (expression) {
      case Text(var text) -> Optional.of(text);
      case Number(var literal) -> Optional.of(literal);
      case Name(var name) -> variables.getOrDefault(name, Optional.empty());
      case Attribute(Name(var space), var name) ->
          variables.getOrDefault(space + "." + name, Optional.empty());
      case Binary(var operator, var left, var right) -> binary(operator, left, right, depth);
      case Filter(var target, var name, var arguments) ->
          target.isEmpty() ? Optional.empty() : filter(target.get(), name, arguments, depth);
      case Item(var target, var key) -> item(target, key, depth);
      case Call(Attribute(var target, var name), var arguments) ->
          method(target, name, arguments, depth);
      case Choice(_, var then, var otherwise) -> {
        Optional<String> first = fold(then, depth + 1);
        yield first.isPresent() || otherwise.isEmpty() ? first : fold(otherwise.get(), depth + 1);
      }
      default -> Optional.empty();
    };
  }

  private Optional<String> binary(String operator, Expression left, Expression right, int depth) {
    return switch (operator) {
      case "~", "+" -> both(fold(left, depth + 1), fold(right, depth + 1));
      case "*" -> {
        Optional<String> text = fold(left, depth + 1);
        yield right instanceof Number(var count) && text.isPresent()
            ? repeat(text.get(), count)
            : Optional.empty();
      }
      case "%" -> {
        Optional<String> pattern = fold(left, depth + 1);
        Optional<List<String>> values = items(right, depth + 1);
        yield pattern.isEmpty() || values.isEmpty()
            ? Optional.empty()
            : TextFormat.percent(pattern.get(), values.get());
      }
      default -> Optional.empty();
    };
  }

  private static Optional<String> both(Optional<String> left, Optional<String> right) {
    return left.isPresent() && right.isPresent() && left.get().length() < MAX_LENGTH
        ? Optional.of(left.get() + right.get())
        : Optional.empty();
  }

  private static Optional<String> repeat(String text, String count) {
    try {
      int times = Integer.parseInt(count);
      return times >= 0 && (long) times * text.length() <= MAX_LENGTH
          ? Optional.of(text.repeat(times))
          : Optional.empty();
    } catch (NumberFormatException notAnInteger) {
      return Optional.empty();
    }
  }

  private Optional<List<String>> items(Expression expression, int depth) {
    if (expression instanceof Call(Name(var function), var arguments) && function.equals("dict")) {
      return Optional.of(arguments.stream().map(Argument::name).toList());
    }
    if (!(expression instanceof Sequence(var items))) {
      return fold(expression, depth).map(List::of);
    }
    var folded = new ArrayList<String>();
    for (Expression item : items) {
      Optional<String> text = fold(item, depth + 1);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      folded.add(text.get());
    }
    return Optional.of(folded);
  }

  private Optional<String> filter(
      Expression target, String name, List<Argument> arguments, int depth) {
    if (name.equals("join")) {
      String glue =
          arguments.isEmpty() ? "" : fold(arguments.getFirst().value(), depth + 1).orElse("");
      return items(target, depth + 1).map(items -> String.join(glue, items));
    }
    if (name.equals("first") || name.equals("last")) {
      return items(target, depth + 1)
          .filter(items -> items.size() > 1 || target instanceof Call)
          .map(items -> name.equals("first") ? items.getFirst() : items.getLast());
    }
    Optional<String> text = fold(target, depth + 1);
    if (text.isEmpty()) {
      return text;
    }
    return switch (name) {
      case "lower" -> Optional.of(text.get().toLowerCase(Locale.ROOT));
      case "upper" -> Optional.of(text.get().toUpperCase(Locale.ROOT));
      case "trim", "string", "safe", "escape", "e", "list" -> text;
      case "reverse" -> Optional.of(new StringBuilder(text.get()).reverse().toString());
      case "replace" -> replaced(text.get(), arguments, depth);
      case "format" -> {
        Optional<List<String>> values = values(arguments, depth);
        yield values.isEmpty() ? Optional.empty() : TextFormat.percent(text.get(), values.get());
      }
      default -> Optional.empty();
    };
  }

  private Optional<List<String>> values(List<Argument> arguments, int depth) {
    var values = new ArrayList<String>();
    for (Argument argument : arguments) {
      Optional<String> value = fold(argument.value(), depth + 1);
      if (value.isEmpty() || !argument.name().isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  private Optional<String> replaced(String text, List<Argument> arguments, int depth) {
    if (arguments.size() < 2) {
      return Optional.empty();
    }
    Optional<String> from = fold(arguments.get(0).value(), depth + 1);
    Optional<String> to = fold(arguments.get(1).value(), depth + 1);
    if (from.isEmpty() || to.isEmpty() || from.get().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(text.replace(from.get(), to.get()));
  }

  private Optional<String> item(Expression target, Expression key, int depth) {
    if (key instanceof Slice(var parts)
        && parts.size() == 3
        && parts.get(0).isEmpty()
        && parts.get(1).isEmpty()) {
      return fold(target, depth + 1).map(text -> new StringBuilder(text).reverse().toString());
    }
    return Optional.empty();
  }

  private Optional<String> method(
      Expression target, String name, List<Argument> arguments, int depth) {
    return switch (name) {
      case "join" ->
          arguments.isEmpty()
              ? Optional.empty()
              : fold(target, depth + 1)
                  .flatMap(
                      glue ->
                          items(arguments.getFirst().value(), depth + 1)
                              .map(items -> String.join(glue, items)));
      case "lower", "upper" -> filter(target, name, arguments, depth);
      case "strip", "lstrip", "rstrip" -> {
        Optional<List<String>> values = values(arguments, depth);
        yield values.isEmpty()
            ? Optional.empty()
            : fold(target, depth + 1).map(text -> TextFormat.strip(text, name, values.get()));
      }
      case "replace" -> fold(target, depth + 1).flatMap(text -> replaced(text, arguments, depth));
      case "format" -> {
        Optional<List<String>> values = values(arguments, depth);
        yield values.isEmpty()
            ? Optional.empty()
            : fold(target, depth + 1).flatMap(text -> TextFormat.braces(text, values.get()));
      }
      default -> Optional.empty();
    };
  }
}
