package io.weighbridge.pickle.internal.machine;

import io.weighbridge.evidence.Severity;
import io.weighbridge.pickle.Opcode;
import io.weighbridge.pickle.Value;
import io.weighbridge.pickle.internal.decode.MalformedStream;
import io.weighbridge.pickle.internal.names.Judgement;
import io.weighbridge.pickle.internal.names.Use;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The opcodes that change an object: on lists, dicts and sets they are what they seem; on anything
 * else they are method calls ({@code extend}, {@code __setitem__}, {@code add}, {@code
 * __setstate__}).
 */
final class Changes {
  private final Session session;
  private final Calls calls;
  private final Report report;

  Changes(Session session, Calls calls) {
    this.session = session;
    this.calls = calls;
    this.report = calls.report();
  }

  void append(Value object, Value item, long at) {
    if (object instanceof ItemList list) {
      list.add(item);
    } else {
      method(object, Use.LIST, "append", item, at);
      keepItem(object, item);
    }
  }

  void appends(Stack stack, long at) {
    int count = stack.aboveMark();
    if (count == 0) {
      stack.dropMark();
      return;
    }
    Value object = below(stack, at);
    if (object instanceof ItemList list) {
      for (int i = 0; i < count; i++) {
        list.add(stack.aboveMark(i));
      }
    } else {
      method(object, Use.LIST, "extend", stack.aboveMark(0), at);
      for (int i = 0; i < count; i++) {
        keepItem(object, stack.aboveMark(i));
      }
    }
    stack.dropMark();
  }

  void adds(Stack stack, long at) {
    int count = stack.aboveMark();
    Value object = below(stack, at);
    if (object instanceof ItemSet set) {
      for (int i = 0; i < count; i++) {
        set.add(stack.aboveMark(i));
      }
    } else if (count > 0) {
      method(object, Use.SET, "add", stack.aboveMark(0), at);
      for (int i = 0; i < count; i++) {
        keepItem(object, stack.aboveMark(i));
      }
    }
    stack.dropMark();
  }

  void set(Value object, Value key, Value value, long at) {
    if (object instanceof EntryList dict) {
      dict.put(key, value);
    } else {
      item(object, key, value, at);
      if (object instanceof Built built) {
        built.put(key, value, session.retention());
      }
    }
  }

  void sets(Stack stack, long at) {
    int count = stack.aboveMark();
    if (count % 2 != 0) {
      throw new MalformedStream("SETITEMS of an odd number of items", at);
    }
    if (count == 0) {
      stack.dropMark();
      return;
    }
    Value object = below(stack, at);
    if (object instanceof EntryList dict) {
      for (int i = 0; i < count; i += 2) {
        dict.put(stack.aboveMark(i), stack.aboveMark(i + 1));
      }
    } else {
      for (int i = 0; i < count; i += 2) {
        set(object, stack.aboveMark(i), stack.aboveMark(i + 1), at);
      }
    }
    stack.dropMark();
  }

  private static Value below(Stack stack, long at) {
    Value object = stack.belowMark();
    if (object == null) {
      throw new MalformedStream("nothing below the MARK", at);
    }
    return object;
  }

  private void keepItem(Value object, Value item) {
    if (object instanceof Built built) {
      built.addItem(item, session.retention());
    }
  }

  private void method(Value object, Use use, String name, Value argument, long at) {
    if (allows(object, use, at)) {
      return;
    }
    changed(object, Python.method(object, name, argument), at);
  }

  private void item(Value object, Value key, Value value, long at) {
    if (allows(object, Use.MAP, at)) {
      return;
    }
    changed(object, Python.item(object, key, value), at);
  }

  private boolean allows(Value object, Use use, long at) {
    if (Computed.isConstant(object)) {
      throw new MalformedStream("changes a value that cannot be changed", at);
    }
    Judgement judgement = classOf(object);
    return judgement != null && judgement.allows(use);
  }

  /** A change of something that is no container of the stream's own. */
  private void changed(Value object, String expression, long at) {
    Opcode opcode = Opcode.SETITEMS;
    if (object instanceof Value.Global global) {
      Judgement judgement = calls.judge(global);
      session.uses().called(global.module(), global.name(), global.offset(), judgement);
      report.effect(
          "pickle/patched-global",
          judgement.dangerous() ? Severity.MALICIOUS : Severity.SUSPICIOUS,
          expression,
          "changes " + global.qualified() + " itself, for the whole program",
          opcode,
          at,
          object);
      return;
    }
    report.effect(
        "pickle/method-call",
        Severity.SUSPICIOUS,
        expression,
        "calls a method of an object that is not known to be a container",
        opcode,
        at,
        object);
  }

  /** The judgement of the callee that made an object; null when that is no name. */
  private @Nullable Judgement classOf(Value object) {
    return object instanceof Built built && built.callee() instanceof Value.Global global
        ? calls.judge(global)
        : null;
  }

  /** BUILD. */
  void build(Value object, Value state, long at) {
    if (object instanceof Value.Global global) {
      patch(global, state, at);
      return;
    }
    if (!(object instanceof Built built)) {
      if (Computed.isConstant(object)) {
        throw new MalformedStream("BUILD on a value without attributes", at);
      }
      report.effect(
          "pickle/method-call",
          Severity.SUSPICIOUS,
          Python.method(object, "__setstate__", state),
          "hands a state to an object that is not known",
          Opcode.BUILD,
          at,
          object,
          state);
      return;
    }
    Optional<Value> planted = built.attribute("__setstate__");
    if (planted.isPresent()) {
      calls.call(
          planted.get(),
          new Value.Tuple(java.util.List.of(state)),
          Optional.empty(),
          Opcode.BUILD,
          at);
    }
    Judgement judgement = classOf(built);
    if (judgement != null
        && judgement.allowed()
        && !judgement.allows(io.weighbridge.pickle.internal.names.Use.STATE)) {
      report.effect(
          "pickle/method-call",
          Severity.SUSPICIOUS,
          Python.method(built, "__setstate__", state),
          "hands a state to an object that does not take one",
          Opcode.BUILD,
          at,
          built,
          state);
    }
    built.addState(state);
    calls.rebound(built, state, at);
    inspect(built, state, judgement, at);
  }

  /** Names in a state that change what the object is, or that its class would act on. */
  private void inspect(Built built, Value state, @Nullable Judgement judgement, long at) {
    for (Value part : States.parts(state)) {
      if (!(part instanceof Value.Mapping mapping)) {
        continue;
      }
      mapping.get("__setstate__").ifPresent(value -> planted(built, "__setstate__", value, at));
      if (States.isPair(state)) {
        mapping.get("__class__").ifPresent(value -> planted(built, "__class__", value, at));
      }
      if (judgement != null) {
        for (String key : judgement.refusedKeys()) {
          mapping
              .get(key)
              .filter(value -> !ScipyTemplate.isOrdinary(value))
              .ifPresent(value -> planted(built, key, value, at));
        }
      }
    }
  }

  private void planted(Built built, String name, Value value, long at) {
    boolean dangerous = value instanceof Value.Global global && calls.judge(global).dangerous();
    report.effect(
        "pickle/planted-attribute",
        dangerous ? Severity.MALICIOUS : Severity.SUSPICIOUS,
        Python.expression(built) + "." + name + " = " + Python.expression(value),
        "sets an attribute that changes what later opcodes or the class itself do with the object",
        Opcode.BUILD,
        at,
        built,
        value);
  }

  private void patch(Value.Global global, Value state, long at) {
    Judgement judgement = calls.judge(global);
    session.uses().called(global.module(), global.name(), global.offset(), judgement);
    report.effect(
        "pickle/patched-global",
        Severity.MALICIOUS,
        Python.method(global, "__dict__.update", state),
        "rewrites attributes of " + global.qualified() + " itself, for the whole program",
        Opcode.BUILD,
        at,
        global,
        state);
  }
}
