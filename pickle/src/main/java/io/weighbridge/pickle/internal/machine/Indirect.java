package io.weighbridge.pickle.internal.machine;

import io.weighbridge.evidence.Severity;
import io.weighbridge.pickle.Opcode;
import io.weighbridge.pickle.Value;
import io.weighbridge.pickle.internal.names.Judgement;
import io.weighbridge.pickle.internal.names.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls whose effect lies in what they are given: functions that call their argument, that look up
 * attributes, that make callables; and calls of what such functions returned.
 */
final class Indirect {
  private final Calls calls;
  private final Report report;
  private final PureFunctions pure;

  Indirect(Calls calls, Report report, PureFunctions pure) {
    this.calls = calls;
    this.report = report;
    this.pure = pure;
  }

  /**
   * What a modelled function returns, after judging what it would call.
   *
   * @return empty when only the call itself is known of the result
   */
  Optional<Value> model(String function, Built call, Opcode opcode, long at) {
    List<Value> arguments =
        call.arguments() instanceof Value.Tuple tuple ? tuple.items() : List.of();
    switch (function) {
      case "functools:partial", "functools:partialmethod", "types:MethodType" -> {
        callback(call, 0, opcode, at);
        calls.given(call, opcode, at);
        return Optional.empty();
      }
      case "spacy.vocab:unpickle_vocab" -> {
        calls.payload(call, 4);
        return Optional.empty();
      }
      case "spacy.tokens.doc:unpickle_doc" -> {
        calls.payload(call, 1);
        return Optional.empty();
      }
      case "builtins:map", "builtins:filter" -> {
        callback(call, 0, opcode, at);
        return function.endsWith("map") ? mapped(arguments, opcode, at) : Optional.empty();
      }
      case "functools:reduce" -> {
        callback(call, 0, opcode, at);
        return reduced(arguments, opcode, at);
      }
      case "builtins:type" -> {
        if (arguments.size() != 1) {
          report.madeClass(call, opcode, at);
        } else if (!arguments.get(0).inert() && !isConstantName(arguments.get(0))) {
          report.unexpectedUse(call, "looks up the class of an object", opcode, at);
        }
        return Optional.empty();
      }
      case "numpy.random._pickle:__randomstate_ctor",
          "numpy.random._pickle:__generator_ctor",
          "numpy.random._pickle:__bit_generator_ctor" -> {
        for (Value argument : arguments) {
          if (argument instanceof Value.Global global
              && !global.module().startsWith("numpy.random")) {
            report.unexpectedUse(
                call, "is given a callable that is not of numpy.random", opcode, at);
          }
        }
        return Optional.empty();
      }
      case "numpy._core:_ufunc_reconstruct" -> {
        return arguments.size() == 2
            ? Optional.of(calls.global(arguments.get(0), arguments.get(1), 4, at))
            : Optional.empty();
      }
      case "jax._src.array:_reconstruct_array" -> {
        if (arguments.size() >= 2) {
          calls.call(arguments.get(0), arguments.get(1), Optional.empty(), opcode, at);
        }
        return Optional.empty();
      }
      case "collections:defaultdict" -> {
        if (!arguments.isEmpty() && !(arguments.get(0) instanceof Value.Constant)) {
          callback(call, 0, opcode, at);
        }
        return Optional.empty();
      }
      case "builtins:getattr" -> {
        return attribute(call, arguments, opcode, at);
      }
      case "copyreg:_reconstructor" -> {
        return reconstructed(call, arguments, opcode, at);
      }
      case "copyreg:__newobj__" -> {
        return arguments.isEmpty()
            ? Optional.empty()
            : Optional.of(
                calls.create(
                    arguments.get(0),
                    new Value.Tuple(arguments.subList(1, arguments.size())),
                    Optional.empty(),
                    opcode,
                    at));
      }
      case "copyreg:__newobj_ex__" -> {
        return arguments.size() != 3
            ? Optional.empty()
            : Optional.of(
                calls.create(
                    arguments.get(0), arguments.get(1), Optional.of(arguments.get(2)), opcode, at));
      }
      case "copyreg:add_extension" -> {
        register(arguments, at);
        return Optional.empty();
      }
      case "torch._tensor:_rebuild_from_type_v2" -> {
        if (arguments.size() == 4) {
          Value rebuilt =
              calls.call(arguments.get(0), arguments.get(1), Optional.empty(), opcode, at);
          rebuilt = rebuilt instanceof Built built ? built : call;
          reference(call, arguments.get(1), opcode, at);
          return Optional.of(rebuilt);
        }
        return Optional.empty();
      }
      case "importlib:import_module", "builtins:__import__" -> {
        return arguments.size() == 1
            ? Texts.text(arguments.get(0)).map(name -> new Value.Global(name, "", at))
            : Optional.empty();
      }
      default -> {
        Optional<Value> result = pure.compute(function, arguments);
        if (result.isEmpty()
            && !call.arguments().inert()
            && !isContainer(function)
            && !isTypeExpression(function, arguments)) {
          report.unexpectedUse(call, "is given something that is not known", opcode, at);
        }
        return result;
      }
    }
  }

  /** Functions that take items and do nothing with them. */
  private static boolean isContainer(String function) {
    return switch (function) {
      case "builtins:list",
          "builtins:tuple",
          "builtins:set",
          "builtins:frozenset",
          "builtins:dict",
          "builtins:iter",
          "builtins:reversed",
          "builtins:zip",
          "builtins:enumerate" ->
          true;
      default -> false;
    };
  }

  /** Constants that picklers write as names. */
  private static boolean isConstantName(Value value) {
    return value instanceof Value.Global global
        && (global.qualified().equals("Ellipsis") || global.qualified().equals("NotImplemented"));
  }

  /** {@code typing.Optional[int]}, as annotations are pickled. */
  private static boolean isTypeExpression(String function, List<Value> arguments) {
    return function.equals("operator:getitem")
        && arguments.size() == 2
        && arguments.get(0) instanceof Value.Global type
        && type.module().equals("typing");
  }

  private Optional<Value> mapped(List<Value> arguments, Opcode opcode, long at) {
    Optional<List<Value>> items =
        arguments.size() != 2 ? Optional.empty() : Plain.items(arguments.get(1));
    if (items.isEmpty() || !isComputable(arguments.get(0))) {
      return Optional.empty();
    }
    var results = new ArrayList<Value>();
    for (Value item : items.get()) {
      results.add(
          calls.call(
              arguments.get(0), new Value.Tuple(List.of(item)), Optional.empty(), opcode, at));
    }
    return Optional.of(pure.list(results));
  }

  private Optional<Value> reduced(List<Value> arguments, Opcode opcode, long at) {
    Optional<List<Value>> items =
        arguments.size() < 2 ? Optional.empty() : Plain.items(arguments.get(1));
    if (items.isEmpty() || !isComputable(arguments.get(0))) {
      return Optional.empty();
    }
    var all = new ArrayList<Value>(arguments.subList(2, arguments.size()));
    all.addAll(items.get());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Value result = all.get(0);
    for (Value item : all.subList(1, all.size())) {
      result =
          calls.call(
              arguments.get(0),
              new Value.Tuple(List.of(result, item)),
              Optional.empty(),
              opcode,
              at);
    }
    return Optional.of(result);
  }

  /** Calls of others were reported where they were handed over. */
  private boolean isComputable(Value function) {
    return !(function instanceof Value.Global global) || calls.judge(global).allowed();
  }

  private void reference(Built call, Value type, Opcode opcode, long at) {
    if (!(type instanceof Value.Global)) {
      return;
    }
    callback(call, 1, opcode, at);
  }

  /** An argument that the function calls, now or later. */
  private void callback(Built call, int index, Opcode opcode, long at) {
    Value given = call.argument(index).orElse(new Value.Unknown("no callable"));
    switch (given) {
      case Value.Global global when isConstructor(global) -> {}
      case Value.Global global -> {
        Judgement judgement = calls.judge(global);
        if (judgement.dangerous()) {
          report.dangerousCallback(call, global, judgement, opcode, at);
        } else if (!judgement.allowed()) {
          report.unexpectedUse(
              call, "is given a callable that is on no list: " + global.qualified(), opcode, at);
        }
      }
      case Value.Instance instance when isCallable(instance) -> {}
      default -> report.unexpectedUse(call, "is given a callable that is not known", opcode, at);
    }
  }

  /**
   * {@code cls.__new__} of a class that may be created: picklers below protocol 4 write NEWOBJ_EX
   * as a call of {@code partial(cls.__new__, cls, …)} (CPython Lib/pickle.py, {@code save_reduce}).
   */
  boolean isConstructor(Value.Global function) {
    String name = function.name();
    return name.endsWith(".__new__")
        && calls
            .judge(
                new Value.Global(
                    function.module(),
                    name.substring(0, name.length() - ".__new__".length()),
                    function.offset()))
            .allows(Use.NEW);
  }

  /** BUILD of a partial object: {@code (function, arguments, keywords, dict)} replaces all. */
  void rebound(Built partial, Value state, Opcode opcode, long at) {
    if (isPartial(partial) && state instanceof Value.Tuple parts && !parts.items().isEmpty()) {
      var call = new Built(partial.callee(), bound(parts), null, at, false);
      callback(call, 0, opcode, at);
      calls.given(call, opcode, at);
    }
  }

  private boolean isPartial(Built built) {
    return built.callee() instanceof Value.Global global
        && calls.judge(global).key().equals("functools:partial");
  }

  /** The function and its arguments of a partial object's state, as it is called with them. */
  private static Value.Tuple bound(Value.Tuple state) {
    var all = new ArrayList<Value>();
    all.add(state.items().get(0));
    if (state.items().size() > 1 && state.items().get(1) instanceof Value.Tuple arguments) {
      all.addAll(arguments.items());
    }
    return new Value.Tuple(all);
  }

  /** Made by a function whose results are callables that were judged when they were made. */
  private boolean isCallable(Value.Instance instance) {
    return instance.callee() instanceof Value.Global global
        && switch (calls.judge(global).key()) {
          case "functools:partial",
              "operator:itemgetter",
              "operator:attrgetter",
              "operator:methodcaller",
              "builtins:getattr" ->
              true;
          default -> false;
        };
  }

  private Optional<Value> attribute(Built call, List<Value> arguments, Opcode opcode, long at) {
    Optional<String> name = arguments.size() < 2 ? Optional.empty() : Texts.text(arguments.get(1));
    if (name.isEmpty()) {
      report.unexpectedUse(call, "looks up an attribute that is not known", opcode, at);
      return Optional.empty();
    }
    Value object = arguments.get(0);
    if (object instanceof Built built
        && built.callee() instanceof Value.Global type
        && calls
            .judge(new Value.Global(type.module(), type.name() + "." + name.get(), at))
            .allowed()) {
      return Optional.empty();
    }
    if (object instanceof Value.Global global) {
      String inner = global.name().isEmpty() ? name.get() : global.name() + "." + name.get();
      var attribute = new Value.Global(global.module(), inner, at);
      Judgement judgement = calls.judge(attribute);
      if (isConstructor(attribute)) {
        return Optional.of(attribute);
      }
      if (judgement.dangerous()) {
        report.reflection(call, judgement, opcode, at);
      } else if (!judgement.allowed()
          && (!calls.judge(global).allowed() || !Texts.isPublic(name.get()))) {
        report.unexpectedUse(call, "looks up an attribute that is on no list", opcode, at);
      }
      return Optional.of(attribute);
    }
    if (!Texts.isPublic(name.get()) || !(object instanceof Built)) {
      report.unexpectedUse(call, "looks up an attribute of an object", opcode, at);
    }
    return Optional.empty();
  }

  /** {@code copyreg._reconstructor(cls, base, state)}: protocols 0 and 1 create objects so. */
  private Optional<Value> reconstructed(Built call, List<Value> arguments, Opcode opcode, long at) {
    if (arguments.size() != 3) {
      report.unexpectedUse(call, "is called with other arguments than picklers write", opcode, at);
      return Optional.empty();
    }
    Value state = arguments.get(2);
    var constructor =
        state == Value.Constant.NONE ? Value.Tuple.EMPTY : new Value.Tuple(List.of(state));
    if (!(arguments.get(1) instanceof Value.Global base) || !calls.judge(base).allowed()) {
      report.unexpectedUse(call, "is given a base class that is on no list", opcode, at);
    }
    return Optional.of(calls.create(arguments.get(0), constructor, Optional.empty(), opcode, at));
  }

  private void register(List<Value> arguments, long at) {
    if (arguments.size() == 3 && arguments.get(2) instanceof Value.Int code) {
      Optional<String> module = Texts.text(arguments.get(0));
      Optional<String> name = Texts.text(arguments.get(1));
      if (module.isPresent() && name.isPresent()) {
        calls.register(code.value(), new Value.Global(module.get(), name.get(), at));
      }
    }
  }

  /** A call of something that an earlier call returned. */
  Value call(
      Value callee, Value arguments, Optional<Value.Mapping> keywords, Opcode opcode, long at) {
    var result = new Built(callee, arguments, keywords.orElse(null), at, false);
    if (callee instanceof Value.Unknown unknown) {
      report.effect(
          "pickle/computed-call",
          unknown.why().equals(Report.COMPUTED_NAME) ? Severity.MALICIOUS : Severity.SUSPICIOUS,
          Python.call(callee, arguments, keywords.orElse(null)),
          "calls something whose name is put together while loading",
          opcode,
          at,
          result);
      return result;
    }
    if (callee instanceof Built maker && maker.callee() instanceof Value.Global global) {
      Judgement judgement = calls.judge(global);
      Optional<Value> called = made(judgement.key(), maker, result, opcode, at);
      if (called.isPresent()) {
        return called.get();
      }
      if (judgement.dangerous()) {
        report.effect(
            "pickle/dangerous-call",
            Severity.MALICIOUS,
            Python.call(callee, arguments, keywords.orElse(null)),
            "calls what " + global.qualified() + " returned",
            opcode,
            at,
            result);
        return result;
      }
    }
    report.effect(
        "pickle/unknown-callable",
        Severity.SUSPICIOUS,
        Python.call(callee, arguments, keywords.orElse(null)),
        "calls an object that the stream built",
        opcode,
        at,
        result);
    return result;
  }

  /** Calls of partial objects, getters and bound methods are calls of what they stand for. */
  private Optional<Value> made(String maker, Built callee, Built call, Opcode opcode, long at) {
    List<Value> arguments =
        call.arguments() instanceof Value.Tuple tuple ? tuple.items() : List.of();
    switch (maker) {
      case "functools:partial", "types:MethodType" -> {
        if (!(callee.arguments() instanceof Value.Tuple bound) || bound.items().isEmpty()) {
          return Optional.empty();
        }
        if (!callee.states().isEmpty()) {
          if (!isPartial(callee)
              || !(callee.states().getLast() instanceof Value.Tuple state)
              || state.items().isEmpty()) {
            return Optional.empty();
          }
          bound = bound(state);
        }
        Optional<Value> function = Optional.of(bound.items().get(0));
        var all = new ArrayList<Value>();
        all.addAll(bound.items().subList(1, bound.items().size()));
        all.addAll(arguments);
        if (function.get() instanceof Value.Global global
            && isConstructor(global)
            && !all.isEmpty()
            && all.get(0) instanceof Value.Global type
            && type.module().equals(global.module())
            && global.name().equals(type.name() + ".__new__")) {
          var rest = new Value.Tuple(all.subList(1, all.size()));
          return Optional.of(calls.create(all.get(0), rest, Optional.empty(), opcode, at));
        }
        return Optional.of(
            calls.call(function.get(), new Value.Tuple(all), call.keywords(), opcode, at));
      }
      case "operator:attrgetter" -> {
        return arguments.size() == 1 && callee.argument(0).isPresent()
            ? Optional.of(lookUp(arguments.get(0), callee.argument(0).get(), opcode, at))
            : Optional.empty();
      }
      case "operator:methodcaller" -> {
        if (arguments.size() != 1 || callee.argument(0).isEmpty()) {
          return Optional.empty();
        }
        Value method = lookUp(arguments.get(0), callee.argument(0).get(), opcode, at);
        Value.Tuple given = (Value.Tuple) callee.arguments();
        return Optional.of(
            calls.call(
                method,
                new Value.Tuple(given.items().subList(1, given.items().size())),
                callee.keywords(),
                opcode,
                at));
      }
      case "operator:itemgetter" -> {
        return arguments.size() == 1 && callee.argument(0).isPresent()
            ? Optional.of(
                calls.call(
                    new Value.Global("operator", "getitem", at),
                    new Value.Tuple(List.of(arguments.get(0), callee.argument(0).get())),
                    Optional.empty(),
                    opcode,
                    at))
            : Optional.empty();
      }
      case "builtins:getattr" -> {
        return Optional.of(method(callee, call, opcode, at));
      }
      case "torch_geometric.data.batch:DynamicInheritanceGetter" -> {
        return batch(arguments, opcode, at);
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  /** {@code getter(Batch, Data)} joins the two classes into one and creates an object of it. */
  private Optional<Value> batch(List<Value> classes, Opcode opcode, long at) {
    for (Value type : classes) {
      if (!(type instanceof Value.Global global)
          || !global.module().startsWith("torch_geometric.data")
          || !calls.judge(global).allowed()) {
        return Optional.empty();
      }
    }
    return classes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            calls.create(classes.get(0), Value.Tuple.EMPTY, Optional.empty(), opcode, at));
  }

  private Value lookUp(Value object, Value name, Opcode opcode, long at) {
    return calls.call(
        new Value.Global("builtins", "getattr", at),
        new Value.Tuple(List.of(object, name)),
        Optional.empty(),
        opcode,
        at);
  }

  /** A bound method: judged by its name within the object's class. */
  private Value method(Built bound, Built call, Opcode opcode, long at) {
    if (bound.argument(0).orElse(null) instanceof Built object
        && object.callee() instanceof Value.Global type
        && bound.argument(1).flatMap(Texts::text).isPresent()) {
      String name = bound.argument(1).flatMap(Texts::text).get();
      return calls.call(
          new Value.Global(type.module(), type.name() + "." + name, at),
          call.arguments(),
          call.keywords(),
          opcode,
          at);
    }
    report.unexpectedUse(call, "is a method of an object that is not known", opcode, at);
    return call;
  }
}
