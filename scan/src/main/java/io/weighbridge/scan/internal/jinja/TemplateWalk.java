package io.weighbridge.scan.internal.jinja;

import io.weighbridge.evidence.Severity;
import io.weighbridge.formats.JinjaTemplate;
import io.weighbridge.formats.JinjaTemplate.Argument;
import io.weighbridge.formats.JinjaTemplate.Assignment;
import io.weighbridge.formats.JinjaTemplate.Attribute;
import io.weighbridge.formats.JinjaTemplate.Binary;
import io.weighbridge.formats.JinjaTemplate.Branch;
import io.weighbridge.formats.JinjaTemplate.Call;
import io.weighbridge.formats.JinjaTemplate.Capture;
import io.weighbridge.formats.JinjaTemplate.Choice;
import io.weighbridge.formats.JinjaTemplate.Data;
import io.weighbridge.formats.JinjaTemplate.Expression;
import io.weighbridge.formats.JinjaTemplate.Filter;
import io.weighbridge.formats.JinjaTemplate.Item;
import io.weighbridge.formats.JinjaTemplate.Keyword;
import io.weighbridge.formats.JinjaTemplate.Loop;
import io.weighbridge.formats.JinjaTemplate.Macro;
import io.weighbridge.formats.JinjaTemplate.Mapping;
import io.weighbridge.formats.JinjaTemplate.Name;
import io.weighbridge.formats.JinjaTemplate.Number;
import io.weighbridge.formats.JinjaTemplate.Output;
import io.weighbridge.formats.JinjaTemplate.Reference;
import io.weighbridge.formats.JinjaTemplate.Section;
import io.weighbridge.formats.JinjaTemplate.Sequence;
import io.weighbridge.formats.JinjaTemplate.Slice;
import io.weighbridge.formats.JinjaTemplate.Statement;
import io.weighbridge.formats.JinjaTemplate.Test;
import io.weighbridge.formats.JinjaTemplate.Text;
import io.weighbridge.formats.JinjaTemplate.Unary;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at every node of a template. What is dangerous is reaching Python's objects behind the
 * data: attributes that begin with an underscore, however their name is put together.
 */
final class TemplateWalk {
  private static final long MAX_RANGE = 100_000;

  private final Inspection thing;
  private final String where;
  private final TemplateFold fold = new TemplateFold();
  private final ComputedName computed = new ComputedName();
  private final Set<String> macros = new HashSet<>();
  private final Set<String> bound = new HashSet<>();
  private int line;

  TemplateWalk(Inspection thing, String where) {
    this.thing = thing;
    this.where = where;
  }

  void judge(JinjaTemplate template) {
    collect(template.body());
    statements(template.body());
  }

  /** Names first: a template may use a variable before the line that sets it, in a loop. */
  private void collect(List<Statement> body) {
    for (Statement statement : body) {
      switch (statement) {
        case Assignment(_, var targets, var value) -> assigned(targets, value);
        case Macro macro -> {
          macros.add(macro.name());
          bound.addAll(macro.parameters());
          collect(macro.body());
        }
        case Loop loop -> {
          for (Expression target : loop.targets()) {
            if (target instanceof Name(var name)) {
              bound.add(name);
            }
          }
          collect(loop.body());
          collect(loop.otherwise());
        }
        case Branch branch -> {
          collect(branch.body());
          collect(branch.otherwise());
        }
        case Section section -> collect(section.body());
        case Capture capture -> {
          captured(capture).ifPresent(text -> assigned(List.of(capture.target()), text));
          collect(capture.body());
        }
        case Data _ -> {}
        case Reference reference -> macros.addAll(reference.binds());
        case Output _ -> {}
      }
    }
  }

  /** What a {@code set} block captures, when all of it is constant. */
  private Optional<Expression> captured(Capture capture) {
    var text = new StringBuilder();
    for (Statement statement : capture.body()) {
      switch (statement) {
        case Data data -> text.append(data.text());
        case Output output -> text.append(fold.fold(output.value()).orElse(""));
        default -> {
          return Optional.empty();
        }
      }
    }
    Expression value = new Text(text.toString());
    return Optional.of(
        capture.filter().orElse(value) instanceof Filter filter
            ? new Filter(Optional.of(value), filter.name(), filter.arguments())
            : value);
  }

  private void assigned(List<Expression> targets, Expression value) {
    for (int i = 0; i < targets.size(); i++) {
      Expression part =
          targets.size() > 1 && value instanceof Sequence(var items) && i < items.size()
              ? items.get(i)
              : value;
      switch (targets.get(i)) {
        case Name(var name) -> {
          bound.add(name);
          fold.set(name, part);
          if (fold.fold(part).isEmpty()) {
            computed.set(name, part);
          }
          if (part instanceof Call(Name(var function), var arguments)
              && function.equals("namespace")) {
            for (Argument argument : arguments) {
              fold.set(name + "." + argument.name(), argument.value());
            }
          }
        }
        case Attribute(Name(var space), var name) -> fold.set(space + "." + name, part);
        default -> {}
      }
    }
  }

  private void statements(List<Statement> body) {
    for (Statement statement : body) {
      line = statement.line();
      switch (statement) {
        case Data _ -> {}
        case Output output -> look(output.value());
        case Assignment assignment -> {
          looks(assignment.targets());
          look(assignment.value());
        }
        case Capture capture -> {
          capture.filter().ifPresent(this::look);
          statements(capture.body());
        }
        case Loop loop -> {
          look(loop.items());
          loop.condition().ifPresent(this::look);
          statements(loop.body());
          statements(loop.otherwise());
        }
        case Branch branch -> {
          look(branch.condition());
          statements(branch.body());
          statements(branch.otherwise());
        }
        case Macro macro -> {
          looks(macro.defaults());
          statements(macro.body());
        }
        case Section section -> {
          looks(section.expressions());
          statements(section.body());
        }
        case Reference reference -> {
          look(reference.template());
          find(
              "jinja/template-reference",
              Severity.SUSPICIOUS,
              "loads another template (" + reference.tag() + ")",
              reference.tag() + " " + fold.fold(reference.template()).orElse("…"));
        }
      }
    }
  }

  private void looks(List<Expression> expressions) {
    for (Expression expression : expressions) {
      look(expression);
    }
  }

  private void look(Expression expression) {
    switch (expression) {
      case Text(var text) -> text(text);
      case Number _, Keyword _ -> {}
      case Name(var name) -> named(name);
      case Sequence(var items) -> looks(items);
      case Mapping(var keys, var values) -> {
        looks(keys);
        looks(values);
      }
      case Attribute(var target, var name) -> {
        look(target);
        reached(name, "." + name);
      }
      case Item(var target, var key) -> {
        look(target);
        look(key);
        Optional<String> name = fold.fold(key);
        if (name.isPresent()) {
          reached(name.get(), "[…" + name.get() + "…]");
        } else if (computed.isComputed(key)) {
          find(
              "jinja/attribute-filter",
              Severity.SUSPICIOUS,
              "reaches an item whose name it puts together in a way that was not followed",
              "[…]");
        }
      }
      case Slice(var parts) -> {
        for (Optional<Expression> part : parts) {
          part.ifPresent(this::look);
        }
      }
      case Call(var callee, var arguments) -> call(callee, arguments);
      case Filter filter -> filter(filter);
      case Test(var target, var name, var arguments) -> {
        look(target);
        arguments(arguments);
        if (!NameTable.get().has("jinja-test", name)) {
          find("jinja/unknown-name", Severity.SUSPICIOUS, "uses the test " + name, name);
        }
      }
      case Binary(var operator, var left, var right) -> {
        look(left);
        look(right);
        assembled(expression);
        repeated(operator, left, right);
      }
      case Unary(_, var operand) -> look(operand);
      case Choice(var condition, var then, var otherwise) -> {
        look(condition);
        look(then);
        otherwise.ifPresent(this::look);
      }
    }
  }

  private void arguments(List<Argument> arguments) {
    for (Argument argument : arguments) {
      text(argument.name()); // dict(__class__=1)
      look(argument.value());
    }
  }

  private void call(Expression callee, List<Argument> arguments) {
    look(callee);
    arguments(arguments);
    assembled(new Call(callee, arguments));
    switch (callee) {
      case Name(var name) -> {
        if (name.equals("range")) {
          range(arguments);
        } else if (!NameTable.get().has("jinja-function", name)
            && !macros.contains(name)
            && !NameTable.get().has("jinja-dangerous-name", name)) {
          find(
              "jinja/unknown-name", Severity.SUSPICIOUS, "calls the function " + name, name + "()");
        }
      }
      case Attribute(var target, var name) -> method(target, name);
      default ->
          find("jinja/unknown-name", Severity.SUSPICIOUS, "calls something computed", "(…)()");
    }
  }

  private void method(Expression target, String name) {
    if (target instanceof Name(var owner) && macros.contains(owner)) {
      return;
    }
    if (NameTable.get().has("jinja-dangerous-method", name)) {
      find(
          "jinja/sandbox-escape",
          Severity.MALICIOUS,
          "calls " + name + "(), which no chat template needs and which acts on the machine",
          "." + name + "()");
    } else if (!NameTable.get().has("jinja-method", name) && !name.startsWith("_")) {
      find(
          "jinja/unknown-name", Severity.SUSPICIOUS, "calls the method " + name, "." + name + "()");
    }
  }

  private void filter(Filter filter) {
    filter.target().ifPresent(this::look);
    arguments(filter.arguments());
    assembled(filter);
    String name = filter.name();
    if (name.equals("attr")) {
      Optional<String> attribute =
          filter.arguments().isEmpty()
              ? Optional.empty()
              : fold.fold(filter.arguments().getFirst().value());
      boolean plain =
          attribute.isPresent()
              && !attribute.get().startsWith("_")
              && !attribute.get().startsWith("format"); // CVE-2025-27516
      find(
          "jinja/attribute-filter",
          plain ? Severity.SUSPICIOUS : Severity.MALICIOUS,
          attribute.isPresent()
              ? "reaches the attribute " + attribute.get() + " past the sandbox's check of names"
              : "reaches an attribute whose name is computed",
          "|attr(" + attribute.orElse("…") + ")");
      return;
    }
    if (NameTable.get().has("jinja-attribute-filter", name)) {
      for (Argument argument : filter.arguments()) {
        fold.fold(argument.value())
            .filter(text -> text.startsWith("_") || text.contains("._"))
            .ifPresent(text -> reached(text.substring(text.indexOf('_')), "|" + name));
        if (name.equals("map") && fold.fold(argument.value()).filter("attr"::equals).isPresent()) {
          find(
              "jinja/attribute-filter",
              Severity.MALICIOUS,
              "reaches attributes through map('attr', …)",
              "|map('attr', …)");
        }
      }
    }
    if (!NameTable.get().has("jinja-filter", name)) {
      find("jinja/unknown-name", Severity.SUSPICIOUS, "uses the filter " + name, "|" + name);
    }
  }

  /** An attribute or item by that name is taken. */
  private void reached(String name, String how) {
    if (name.startsWith("__") || name.startsWith("_TemplateReference")) {
      find(
          "jinja/sandbox-escape",
          Severity.MALICIOUS,
          "reaches Python's internals through " + name,
          how);
    } else if (name.startsWith("_")) {
      find(
          "jinja/sandbox-escape",
          Severity.SUSPICIOUS,
          "reaches the private attribute " + name,
          how);
    } else if (name.equals("mro")
        || name.equals("func_globals")
        || name.equals("gi_frame")
        || name.equals("cr_frame")
        || name.equals("f_globals")
        || name.equals("tb_frame")
        || name.equals("func_code")
        || name.equals("gi_code")) {
      find(
          "jinja/sandbox-escape",
          Severity.MALICIOUS,
          "reaches Python's internals through " + name,
          how);
    }
  }

  private void named(String name) {
    if (name.startsWith("__")) {
      reached(name, name);
    } else if (NameTable.get().has("jinja-dangerous-name", name)
        && !macros.contains(name)
        && !bound.contains(name)) {
      find(
          "jinja/unknown-name",
          Severity.SUSPICIOUS,
          "uses " + name + ", which gives templates a way out in some programs",
          name);
    }
  }

  /** A whole dunder name as text has no other use in a template than to reach it. */
  private void text(String text) {
    if (isDunder(text)) {
      find(
          "jinja/sandbox-escape",
          Severity.MALICIOUS,
          "names Python's internal " + text + " as text, to reach it indirectly",
          "'" + text + "'");
    } else if (text.indexOf('{') >= 0 && (text.contains(".__") || text.contains("[__"))) {
      find(
          "jinja/sandbox-escape",
          Severity.MALICIOUS,
          "reaches Python's internals through a format string",
          "'" + text + "'");
    }
  }

  private void assembled(Expression expression) {
    fold.fold(expression)
        .filter(TemplateWalk::isDunder)
        .ifPresent(
            text ->
                find(
                    "jinja/sandbox-escape",
                    Severity.MALICIOUS,
                    "puts together the name " + text + " from pieces",
                    text));
  }

  private static boolean isDunder(String text) {
    if (text.length() < 5 || !text.startsWith("__") || !text.endsWith("__")) {
      return false;
    }
    for (int i = 2; i < text.length() - 2; i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c == '_')) {
        return false;
      }
    }
    return text.charAt(2) != '_';
  }

  private void range(List<Argument> arguments) {
    for (Argument argument : arguments) {
      if (argument.value() instanceof Number(var literal) && tooLarge(literal)) {
        find(
            "jinja/expansion",
            Severity.SUSPICIOUS,
            "loops " + literal + " times",
            "range(" + literal + ")");
      }
    }
  }

  private void repeated(String operator, Expression left, Expression right) {
    if ((operator.equals("*") || operator.equals("**"))
        && (right instanceof Number(var literal) && tooLarge(literal)
            || left instanceof Number(var other) && tooLarge(other))) {
      find("jinja/expansion", Severity.SUSPICIOUS, "repeats a value very often", operator);
    }
  }

  private static boolean tooLarge(String literal) {
    try {
      return Double.parseDouble(literal) > MAX_RANGE;
    } catch (NumberFormatException notDecimal) {
      return true;
    }
  }

  private void find(String rule, Severity severity, String message, String evidence) {
    thing.find(
        rule,
        severity,
        -1,
        "the template in " + where + ", line " + line + ", " + message,
        evidence);
  }
}
