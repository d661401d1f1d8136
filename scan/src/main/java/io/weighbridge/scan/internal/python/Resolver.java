package io.weighbridge.scan.internal.python;

import io.weighbridge.scan.internal.python.Syntax.Source;
import io.weighbridge.scan.internal.python.Value.Constant;
import io.weighbridge.scan.internal.python.Value.Constants;
import io.weighbridge.scan.internal.python.Value.Function;
import io.weighbridge.scan.internal.python.Value.Instance;
import io.weighbridge.scan.internal.python.Value.Method;
import io.weighbridge.scan.internal.python.Value.Named;
import io.weighbridge.scan.internal.python.Value.Result;
import io.weighbridge.scan.internal.python.Value.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what an expression may be: follows imports, assignments, {@code getattr}, {@code
 * __import__}, {@code globals()[…]} and folded strings, so that {@code getattr(__import__("o" +
 * "s"), "sys" + "tem")} is {@code os.system}. Never runs anything; bounded by depth and by a total
 * of steps, beyond which everything is unknown.
 */
final class Resolver {
  private static final int MAX_DEPTH = 40;
  private static final int MAX_STEPS = 400_000;

  /** Names of {@code builtins} that matter; others are unknown functions without effect. */
  static final Set<String> BUILTINS =
      Set.of(
          "eval",
          "exec",
          "compile",
          "__import__",
          "open",
          "getattr",
          "setattr",
          "delattr",
          "globals",
          "locals",
          "vars",
          "input",
          "breakpoint",
          "type",
          "map",
          "filter",
          "print",
          "memoryview",
          "help",
          "__build_class__",
          "__builtins__",
          "__loader__",
          "__spec__");

  private final Source source;
  private final Names names;
  private final Set<String> resolving = new HashSet<>();
  private final Strings strings = new Strings(this);
  private int steps;

  Resolver(Source source, Names names) {
    this.source = source;
    this.names = names;
  }

  String text(Syntax node) {
    return source.text(node);
  }

  Value resolve(@Nullable Syntax node) {
    return resolve(node, 0);
  }

  Value resolve(@Nullable Syntax node, int depth) {
    if (node == null || depth > MAX_DEPTH || ++steps > MAX_STEPS) {
      return Value.UNKNOWN;
    }
    return switch (node.type()) {
      case "identifier" -> name(names.identifier(node), depth);
      case "attribute" -> attribute(node, depth);
      case "call" -> call(node, depth);
      case "subscript" -> subscript(node, depth);
      case "parenthesized_expression", "await" ->
          node.children().isEmpty()
              ? Value.UNKNOWN
              : resolve(node.children().getFirst(), depth + 1);
      case "named_expression" -> resolve(node.get("value"), depth + 1);
      case "conditional_expression" -> either(node.children(), depth);
      case "boolean_operator" -> either(node.children(), depth);
      case "lambda" -> new Function(node);
      default -> strings.fold(node, depth);
    };
  }

  /** The most telling of several alternatives. */
  private Value either(List<Syntax> alternatives, int depth) {
    Value best = Value.UNKNOWN;
    for (Syntax alternative : alternatives) {
      Value value = resolve(alternative, depth + 1);
      if (rank(value) > rank(best)) {
        best = value;
      }
    }
    return best;
  }

  private static int rank(Value value) {
    return switch (value) {
      case Named(var name) ->
          Effects.table().of(name) instanceof Effects.Effect effect
              ? 10 + effect.imported().ordinal()
              : 4;
      case Result _ -> 5;
      case Function _, Type _, Instance _ -> 3;
      case Method _, Constant _, Constants _ -> 2;
      case Value.Unknown _ -> 0;
    };
  }

  private Value name(String name, int depth) {
    Value best = Value.UNKNOWN;
    for (String qualified : names.imports.getOrDefault(name, Set.of())) {
      best = better(best, new Named(qualified));
    }
    if (resolving.add(name)) {
      for (Syntax expression : names.assigned.getOrDefault(name, List.of())) {
        best = better(best, resolve(expression, depth + 1));
      }
      resolving.remove(name);
    }
    List<Syntax> functions = names.functions.get(name);
    if (functions != null) {
      best = better(best, new Function(functions.getLast()));
    }
    List<Syntax> types = names.types.get(name);
    if (types != null) {
      best = better(best, new Type(types.getLast()));
    }
    if (best == Value.UNKNOWN && BUILTINS.contains(name)) {
      return new Named("builtins." + name);
    }
    if (best == Value.UNKNOWN) {
      for (String module : names.stars) {
        if (Effects.table().of(module + "." + name) != null) {
          return new Named(module + "." + name);
        }
      }
    }
    return best;
  }

  private static Value better(Value left, Value right) {
    return rank(right) > rank(left) ? right : left;
  }

  private Value attribute(Syntax node, int depth) {
    Syntax name = node.get("attribute");
    if (name == null) {
      return Value.UNKNOWN;
    }
    return member(resolve(node.get("object"), depth + 1), names.identifier(name));
  }

  Value member(Value target, String name) {
    return switch (target) {
      case Named(var qualified) -> new Named(simplify(qualified, name));
      case Result(var qualified, _) -> new Named(qualified + "()." + name);
      case Constant _, Constants _ -> new Method(target, name);
      case Type(var type) -> method(type, name);
      case Instance(var type) -> method(type, name);
      default -> Value.UNKNOWN;
    };
  }

  /** {@code os.path.os} and {@code x.__dict__} lead back to the module. */
  private static String simplify(String qualified, String name) {
    if (name.equals("__dict__") || name.equals("__call__")) {
      return qualified;
    }
    if (name.equals("__builtins__")) {
      return "builtins";
    }
    if (qualified.equals("builtins.__builtins__")) {
      return "builtins." + name;
    }
    return switch (name) {
      case "os", "sys", "subprocess", "builtins", "importlib", "shutil", "socket" ->
          qualified.indexOf('.') >= 0
                  || qualified.length() > 0 && Character.isLetter(qualified.charAt(0))
              ? name
              : qualified + "." + name;
      default -> qualified + "." + name;
    };
  }

  private Value method(Syntax type, String name) {
    Syntax body = type.get("body");
    if (body != null) {
      for (Syntax child : body.children()) {
        Syntax definition = child.is("decorated_definition") ? child.get("definition") : child;
        if (definition != null && definition.is("function_definition")) {
          Syntax own = definition.get("name");
          if (own != null && names.identifier(own).equals(name)) {
            return new Function(definition);
          }
        }
      }
    }
    return Value.UNKNOWN;
  }

  private Value subscript(Syntax node, int depth) {
    Value target = resolve(node.get("value"), depth + 1);
    Value key = resolve(node.get("subscript"), depth + 1);
    if (!(key instanceof Constant(var text))) {
      return strings.slice(node, target, depth);
    }
    return switch (target) {
      case Named(var module) when module.equals("sys.modules") -> new Named(text);
      case Named(var module) -> new Named(simplify(module, text));
      case Result(var function, var call) ->
          switch (function) {
            case "builtins.globals", "builtins.locals" -> name(text, depth + 1);
            case "builtins.vars" -> {
              List<Syntax> arguments = arguments(call);
              yield arguments.isEmpty()
                  ? name(text, depth + 1)
                  : member(resolve(arguments.getFirst(), depth + 1), text);
            }
            default -> Value.UNKNOWN;
          };
      default -> Value.UNKNOWN;
    };
  }

  private Value call(Syntax node, int depth) {
    Value callee = resolve(node.get("function"), depth + 1);
    List<Syntax> arguments = arguments(node);
    return switch (callee) {
      case Named(var qualified) -> known(qualified, node, arguments, depth);
      case Method method -> strings.method(method, arguments, depth);
      case Type(var type) -> new Instance(type);
      case Function _ -> Value.UNKNOWN;
      default -> strings.conversion(node, arguments, depth);
    };
  }

  private Value known(String qualified, Syntax node, List<Syntax> arguments, int depth) {
    switch (qualified) {
      case "builtins.__import__", "importlib.import_module", "importlib.__import__" -> {
        if (!arguments.isEmpty()
            && resolve(arguments.getFirst(), depth + 1) instanceof Constant(var module)) {
          return new Named(module);
        }
      }
      case "builtins.getattr" -> {
        if (arguments.size() >= 2
            && resolve(arguments.get(1), depth + 1) instanceof Constant(var name)) {
          return member(resolve(arguments.getFirst(), depth + 1), name);
        }
      }
      case "pydoc.locate", "pkgutil.resolve_name" -> {
        if (!arguments.isEmpty()
            && resolve(arguments.getFirst(), depth + 1) instanceof Constant(var name)) {
          return new Named(name.replace(':', '.'));
        }
      }
      case "functools.partial" -> {
        if (!arguments.isEmpty()) {
          return resolve(arguments.getFirst(), depth + 1);
        }
      }
      case "sys.modules.get" -> {
        if (!arguments.isEmpty()
            && resolve(arguments.getFirst(), depth + 1) instanceof Constant(var module)) {
          return new Named(module);
        }
      }
      default -> {
        Value folded = strings.known(qualified, arguments, depth);
        if (folded != Value.UNKNOWN) {
          return folded;
        }
      }
    }
    return new Result(qualified, node);
  }

  /** The argument expressions of a call, without keywords. */
  static List<Syntax> arguments(Syntax call) {
    Syntax list = call.get("arguments");
    var arguments = new ArrayList<Syntax>();
    if (list != null) {
      if (list.is("generator_expression")) {
        return List.of(list);
      }
      for (Syntax argument : list.children()) {
        if (!argument.is("keyword_argument") && argument.field().isEmpty()) {
          arguments.add(argument);
        }
      }
    }
    return arguments;
  }
}
