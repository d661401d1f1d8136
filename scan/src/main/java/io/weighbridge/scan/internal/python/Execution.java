package io.weighbridge.scan.internal.python;

import io.weighbridge.evidence.Severity;
import io.weighbridge.scan.internal.NameTable;
import io.weighbridge.scan.internal.python.PythonFile.Moment;
import io.weighbridge.scan.internal.python.Value.Constant;
import io.weighbridge.scan.internal.python.Value.Function;
import io.weighbridge.scan.internal.python.Value.Instance;
import io.weighbridge.scan.internal.python.Value.Named;
import io.weighbridge.scan.internal.python.Value.Result;
import io.weighbridge.scan.internal.python.Value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows what runs: statements from a starting point, class bodies, decorators, defaults, and the
 * functions and classes of this file that they call or hand over as callbacks. Every branch counts,
 * and a function is entered once.
 */
final class Execution {

  /**
   * An effect that was found.
   *
   * @param call the expression
   * @param what the effect does, to complete "this call …"
   */
  record Effect(Moment when, Severity severity, Syntax call, String name, String what) {}

  private static final Set<String> ON_SUBCLASS =
      Set.of("__init_subclass__", "__set_name__", "__prepare__", "__class_getitem__");
  private static final Set<String> ON_NEW =
      Set.of(
          "__new__", "__init__", "__post_init__", "__call__", "__enter__", "__exit__", "__del__");

  private final Names names;
  private final Resolver resolver;
  private final Moment when;
  private final Set<Syntax> entered;
  private final List<Effect> effects;
  private final List<Syntax> deferred = new ArrayList<>();
  private String unknown = "";

  Execution(
      Names names, Resolver resolver, Moment when, Set<Syntax> entered, List<Effect> effects) {
    this.names = names;
    this.resolver = resolver;
    this.when = when;
    this.entered = entered;
    this.effects = effects;
  }

  static Set<Syntax> identitySet() {
    return java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
  }

  /** The first call of something that is neither of this file nor known to be harmless. */
  String unknown() {
    return unknown;
  }

  private void unknown(Syntax call) {
    if (unknown.isEmpty()) {
      unknown = resolver.text(call);
    }
  }

  /** Blocks that run only when the file is the program. */
  List<Syntax> deferred() {
    return deferred;
  }

  /** Runs a block, or any expression or statement. */
  void run(@Nullable Syntax node) {
    if (node == null) {
      return;
    }
    switch (node.type()) {
      case "function_definition" -> definition(node);
      case "lambda" -> {} // runs when called; see callee and callbacks
      case "class_definition" -> type(node);
      case "decorated_definition" -> decorated(node);
      case "if_statement" -> branch(node);
      case "call" -> call(node);
      case "assignment", "augmented_assignment" -> {
        patched(node);
        children(node);
      }
      case "import_statement", "import_from_statement", "future_import_statement" -> {}
      default -> children(node);
    }
  }

  private void children(Syntax node) {
    for (Syntax child : node.children()) {
      run(child);
    }
  }

  /** Defaults are evaluated now, the body is not. */
  private void definition(Syntax node) {
    Syntax parameters = node.get("parameters");
    if (parameters != null) {
      for (Syntax parameter : parameters.children()) {
        run(parameter.get("value"));
      }
    }
  }

  private void type(Syntax node) {
    Syntax bases = node.get("superclasses");
    if (bases != null) {
      for (Syntax base : bases.children()) {
        Syntax value = base.is("keyword_argument") ? base.get("value") : base;
        run(value);
        if (resolver.resolve(value) instanceof Type(var local)) {
          methods(local, ON_SUBCLASS);
          if (base.is("keyword_argument")) {
            methods(local, ON_NEW); // a metaclass
          }
        }
      }
    }
    run(node.get("body"));
  }

  private void decorated(Syntax node) {
    for (Syntax child : node.children()) {
      if (child.is("decorator") && !child.children().isEmpty()) {
        Syntax decorator = child.children().getFirst();
        run(decorator);
        enter(resolver.resolve(decorator), decorator, "as a decorator");
      }
    }
    run(node.get("definition"));
  }

  /** The body of {@code if __name__ == "__main__"} does not run on import. */
  private void branch(Syntax node) {
    Syntax condition = node.get("condition");
    run(condition);
    boolean main =
        when == Moment.IMPORT
            && condition != null
            && condition.is("comparison_operator")
            && resolver.text(condition).replaceAll("[\\s'\"()]", "").equals("__name__==__main__");
    for (Syntax child : node.children()) {
      if (main && child.field().equals("consequence")) {
        deferred.add(child);
      } else if (!child.field().equals("condition")) {
        run(child);
      }
    }
  }

  private void call(Syntax node) {
    Syntax function = node.get("function");
    Value callee = resolver.resolve(function);
    if (function != null && !function.is("identifier")) {
      run(function);
    }
    children(node.get("arguments"), callee);
    switch (callee) {
      case Named(var qualified) -> effect(qualified, node);
      case Function _, Type _, Instance _ -> enter(callee, node, "");
      case Value.Method _ -> {}
      default -> {
        if (when == Moment.IMPORT && isDynamic(function)) {
          add(
              Severity.SUSPICIOUS,
              node,
              resolver.text(node),
              "calls something that only running it would tell");
        }
        if (!isHarmless(function)) {
          unknown(node);
        }
      }
    }
  }

  private void children(@Nullable Syntax arguments, Value callee) {
    if (arguments == null) {
      return;
    }
    for (Syntax argument : arguments.children()) {
      Syntax value = argument.is("keyword_argument") ? argument.get("value") : argument;
      run(value);
      if (value == null || value.is("call")) {
        continue;
      }
      Value handed = resolver.resolve(value);
      switch (handed) {
        case Function _ -> enter(handed, value, "as a callback");
        case Named(var qualified) -> {
          Effects.Effect known = Effects.table().of(qualified);
          if (known != null
              && severity(known) == Severity.MALICIOUS
              && !(callee instanceof Named(var f) && f.equals("builtins.print"))) {
            add(severity(known), value, qualified, known.what() + ", handed over to be called");
          }
        }
        default -> {}
      }
    }
  }

  /** A call whose callee is computed: {@code globals()[x]()}, {@code getattr(m, x)()}. */
  private boolean isDynamic(@Nullable Syntax function) {
    if (function == null) {
      return false;
    }
    return switch (function.type()) {
      case "subscript", "call" -> {
        Syntax inner = function.is("call") ? function.get("function") : function.get("value");
        Value source = resolver.resolve(inner);
        yield source instanceof Named(var name)
                && (name.equals("builtins.getattr") || name.equals("sys.modules"))
            || source instanceof Result(var by, _)
                && (by.equals("builtins.globals")
                    || by.equals("builtins.vars")
                    || by.equals("builtins.locals"));
      }
      case "attribute" ->
          resolver.resolve(function.get("object")) instanceof Result(var by, _)
              && (by.equals("builtins.__import__") || by.equals("importlib.import_module"));
      default -> false;
    };
  }

  /** Something of this file is called: what it does happens too. */
  private void enter(Value callee, Syntax at, String how) {
    switch (callee) {
      case Function(var node) -> {
        if (entered.add(node)) {
          run(node.get("body"));
        }
      }
      case Type(var node) -> methods(node, ON_NEW);
      case Instance(var node) -> methods(node, ON_NEW);
      case Named(var qualified) -> {
        if (!how.isEmpty()) {
          Effects.Effect known = Effects.table().of(qualified);
          if (known != null && severity(known) == Severity.MALICIOUS) {
            add(severity(known), at, qualified, known.what() + ", " + how);
          }
        }
      }
      default -> {}
    }
  }

  /** Runs those methods of a class, and of the local classes that it extends. */
  void methods(Syntax type, Set<String> wanted) {
    for (Syntax method : methodsOf(type)) {
      Syntax name = method.get("name");
      if (name != null && (wanted.isEmpty() || wanted.contains(names.identifier(name)))) {
        enter(new Function(method), method, "");
      }
    }
    Syntax bases = type.get("superclasses");
    if (bases != null && entered.add(bases)) {
      for (Syntax base : bases.children()) {
        if (resolver.resolve(base) instanceof Type(var local)) {
          methods(local, wanted);
        }
      }
    }
  }

  static List<Syntax> methodsOf(Syntax type) {
    var methods = new ArrayList<Syntax>();
    Syntax body = type.get("body");
    if (body != null) {
      for (Syntax child : body.children()) {
        Syntax definition = child.is("decorated_definition") ? child.get("definition") : child;
        if (definition != null && definition.is("function_definition")) {
          methods.add(definition);
        }
      }
    }
    return methods;
  }

  /** Replacing a function of a library makes later, innocent calls run this file's code. */
  private void patched(Syntax node) {
    Syntax left = node.get("left");
    if (left == null) {
      return;
    }
    boolean entry =
        left.is("subscript")
            && resolver.resolve(left.get("value")) instanceof Named(var map)
            && map.equals("sys.modules");
    if (entry) {
      add(Severity.SUSPICIOUS, node, "sys.modules[…]", "replaces a module");
    } else if (left.is("attribute") && resolver.resolve(left) instanceof Named(var qualified)) {
      Effects.Effect known = Effects.table().of(qualified);
      if (known != null && severity(known) == Severity.MALICIOUS) {
        add(Severity.SUSPICIOUS, node, qualified, "replaces a function of a library");
      }
    }
  }

  private void effect(String qualified, Syntax node) {
    Effects.Effect known = Effects.table().of(qualified);
    if (known == null) {
      if (!isHarmless(qualified)) {
        unknown(node);
      }
      return;
    }
    Severity severity = severity(known);
    switch (qualified) {
      case "builtins.open", "io.open", "codecs.open" -> opened(node, qualified);
      case "builtins.__import__", "importlib.import_module" -> {
        List<Syntax> arguments = Resolver.arguments(node);
        if (arguments.isEmpty() || !(resolver.resolve(arguments.getFirst()) instanceof Constant)) {
          add(severity, node, qualified, known.what());
        }
      }
      case "builtins.compile" -> {
        // Only makes code; whoever runs it is found by itself.
      }
      default -> add(severity, node, qualified, known.what());
    }
  }

  private static boolean isHarmless(String qualified) {
    int made = qualified.indexOf("()");
    return qualified.startsWith(".")
        || NameTable.get()
            .covers("python-inert", made < 0 ? qualified : qualified.substring(0, made));
  }

  /** A built-in function, a method of a value of a harmless library, or of a literal. */
  private boolean isHarmless(@Nullable Syntax function) {
    if (function == null) {
      return false;
    }
    if (function.is("identifier")) {
      return NameTable.get().has("python-builtin", names.identifier(function));
    }
    if (function.is("attribute")) {
      Syntax object = function.get("object");
      return object != null
          && (object.is("string")
              || object.is("list")
              || object.is("dictionary")
              || object.is("call") && isHarmless(object.get("function")));
    }
    return false;
  }

  private void opened(Syntax node, String qualified) {
    List<Syntax> arguments = Resolver.arguments(node);
    String mode = "r";
    if (arguments.size() > 1 && resolver.resolve(arguments.get(1)) instanceof Constant(var text)) {
      mode = text;
    }
    Syntax list = node.get("arguments");
    if (list != null) {
      for (Syntax argument : list.children()) {
        Syntax name = argument.get("name");
        if (argument.is("keyword_argument")
            && name != null
            && names.identifier(name).equals("mode")
            && resolver.resolve(argument.get("value")) instanceof Constant(var text)) {
          mode = text;
        }
      }
    }
    boolean writes =
        mode.indexOf('w') >= 0
            || mode.indexOf('a') >= 0
            || mode.indexOf('x') >= 0
            || mode.indexOf('+') >= 0;
    if (writes) {
      add(
          when == Moment.IMPORT ? Severity.MALICIOUS : Severity.INFO,
          node,
          qualified,
          "writes a file");
    } else {
      add(
          when == Moment.IMPORT ? Severity.SUSPICIOUS : Severity.INFO,
          node,
          qualified,
          "reads a file");
    }
  }

  private Severity severity(Effects.Effect effect) {
    return when == Moment.IMPORT ? effect.imported() : effect.called();
  }

  private void add(Severity severity, Syntax call, String name, String what) {
    effects.add(new Effect(when, severity, call, name, what));
  }
}
