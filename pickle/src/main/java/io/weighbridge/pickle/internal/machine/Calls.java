package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.Content;
import io.weighbridge.evidence.Severity;
import io.weighbridge.pickle.Opcode;
import io.weighbridge.pickle.Value;
import io.weighbridge.pickle.internal.decode.MalformedStream;
import io.weighbridge.pickle.internal.names.Aliases;
import io.weighbridge.pickle.internal.names.Judgement;
import io.weighbridge.pickle.internal.names.Name;
import io.weighbridge.pickle.internal.names.Names;
import io.weighbridge.pickle.internal.names.Use;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports and calls: each is judged by the tables, and its result is a symbol for whatever it would
 * return. One for each stream, since the stream may register extension codes.
 */
final class Calls {
  private static final int LONGEST_NAME = 1 << 10;
  private static final int MOST_REMEMBERED = 1 << 10;

  private final Session session;
  private final Names names;
  private final Report report;
  private final Indirect indirect;
  private final Payloads payloads;
  private final Map<Name, String[]> renamed = new HashMap<>();
  private final Map<Long, Value> extensions = new HashMap<>(0);

  Calls(Content content, Session session) {
    this.session = session;
    this.names = session.names();
    this.report = new Report(content, session);
    this.payloads = new Payloads(content, session, report);
    this.indirect = new Indirect(this, report, new PureFunctions(session));
  }

  Report report() {
    return report;
  }

  /** GLOBAL and INST. */
  Value global(String module, String name, int protocol, long at) {
    if (hasMargin(module) || hasMargin(name)) {
      // Line ends of another system: readers in text mode take them off.
      return global(module.trim(), name.trim(), protocol, at);
    }
    String[] renamed = renamed(module, name);
    Judgement asWritten = names.judge(module, name);
    if (protocol < 3 && !asWritten.dangerous()
        || !asWritten.allowed() && names.judge(renamed[0], renamed[1]).dangerous()) {
      return imported(renamed[0], renamed[1], at);
    }
    return imported(module, name, at);
  }

  /** A stream imports the same names again and again. */
  private String[] renamed(String module, String name) {
    var key = new Name(module, name);
    String[] known = renamed.get(key);
    if (known == null) {
      known = Aliases.renamed(module, name);
      if (renamed.size() < MOST_REMEMBERED) {
        renamed.put(key, known);
      }
    }
    return known;
  }

  private static boolean hasMargin(String name) {
    return !name.isEmpty()
        && (name.charAt(0) <= ' ' || name.charAt(name.length() - 1) <= ' ')
        && !name.isBlank();
  }

  /** STACK_GLOBAL: its operands may be computed. */
  Value global(Value module, Value name, int protocol, long at) {
    if (module instanceof Value.Text moduleText && name instanceof Value.Text nameText) {
      Optional<String> knownModule = moduleText.text(LONGEST_NAME);
      Optional<String> knownName = nameText.text(LONGEST_NAME);
      if (knownModule.isPresent() && knownName.isPresent()) {
        return global(knownModule.get(), knownName.get(), protocol, at);
      }
    } else if (isNoText(module) || isNoText(name)) {
      throw new MalformedStream("STACK_GLOBAL of something that is not a str", at);
    }
    report.computedName(module, name, at);
    return new Value.Unknown(Report.COMPUTED_NAME);
  }

  private static boolean isNoText(Value value) {
    return Computed.isConstant(value) && !(value instanceof Value.Text);
  }

  private Value imported(String module, String name, long at) {
    Judgement judgement = names.judge(module, name);
    session.uses().imported(module, name, at, judgement);
    if (!judgement.allowed()) {
      Names.importEffect(module).ifPresent(why -> report.importEffect(module, name, why, at));
    }
    return new Value.Global(module, name, at);
  }

  /** EXT1, EXT2, EXT4: only codes that the stream itself registered are known. */
  Value extension(long code, Opcode opcode, long at) {
    Value known = extensions.get(code);
    if (known != null) {
      return known;
    }
    report.effect(
        "pickle/extension-code",
        Severity.SUSPICIOUS,
        "copyreg._inverted_registry[" + code + "]",
        "takes whatever the loading program registered under an extension code",
        opcode,
        at);
    return new Value.Unknown("extension " + code);
  }

  void register(long code, Value global) {
    extensions.put(code, global);
  }

  Judgement judge(Value.Global global) {
    return names.judge(global.module(), global.name());
  }

  /** REDUCE, and every call that a modelled function makes. */
  Value call(
      Value callee, Value arguments, Optional<Value.Mapping> keywords, Opcode opcode, long at) {
    if (callee instanceof Value.Global global) {
      return callGlobal(global, arguments, keywords, opcode, at);
    }
    if (Computed.isConstant(callee)) {
      throw new MalformedStream("calls something that is not callable", at);
    }
    return indirect.call(callee, arguments, keywords, opcode, at);
  }

  private Value callGlobal(
      Value.Global global,
      Value arguments,
      Optional<Value.Mapping> keywords,
      Opcode opcode,
      long at) {
    Judgement judgement = judge(global);
    session.uses().called(global.module(), global.name(), global.offset(), judgement);
    var result = new Built(global, arguments, keywords.orElse(null), at, judgement.allowed());
    switch (judgement.standing()) {
      case DANGEROUS -> {
        if (!judgement.onlyCallsBack()) {
          report.dangerousCall(result, judgement, opcode, at);
        } else if (!given(result, opcode, at)) {
          report.unexpectedUse(result, judgement.why(), opcode, at);
        }
        payloads.read(result, true);
        return indirect.model(judgement.key(), result, opcode, at).orElse(result);
      }
      case UNKNOWN -> {
        if (!given(result, opcode, at)) {
          report.unknownCall(result, opcode, at);
        }
        return result;
      }
      case ALLOWED -> {
        return callAllowed(judgement, result, opcode, at);
      }
    }
    throw new IllegalStateException();
  }

  /** Whether a callee that may call its arguments is given a dangerous one; reports it. */
  boolean given(Built call, Opcode opcode, long at) {
    if (call.arguments() instanceof Value.Tuple tuple) {
      for (Value argument : tuple.items()) {
        if (argument instanceof Value.Global global) {
          Judgement judgement = judge(global);
          if (judgement.dangerous() && !indirect.isConstructor(global)) {
            report.dangerousCallback(call, global, judgement, opcode, at);
            return true;
          }
        }
      }
    }
    return false;
  }

  /** A state that gives an object another function to call. */
  void rebound(Built object, Value state, long at) {
    indirect.rebound(object, state, Opcode.BUILD, at);
  }

  /** Reads the pickle that a function is given at a position among others that it understands. */
  void payload(Built call, int index) {
    payloads.read(call, index);
  }

  private Value callAllowed(Judgement judgement, Built result, Opcode opcode, long at) {
    if (judgement.allows(Use.MODEL)) {
      return indirect.model(judgement.key(), result, opcode, at).orElse(result);
    }
    if (judgement.allows(Use.LOAD)) {
      payloads.read(result, false);
      return result;
    }
    boolean harmless =
        judgement.allows(Use.CALL)
            || judgement.allows(Use.PLAIN)
                && result.arguments().inert()
                && result.keywords().map(Value::inert).orElse(true)
            || judgement.allows(Use.NEW) && isEmpty(result);
    if (!harmless && !given(result, opcode, at)) {
      report.unexpectedUse(result, "is allowed, but not to be called like this", opcode, at);
    }
    return result;
  }

  /** A class without arguments: {@code __init__} has nothing to act on. */
  private static boolean isEmpty(Built result) {
    return result.arguments() instanceof Value.Tuple tuple
        && tuple.items().isEmpty()
        && result.keywords().map(keywords -> keywords.size() == 0).orElse(true);
  }

  /** NEWOBJ and NEWOBJ_EX: {@code cls.__new__(cls, *args, **kwargs)}. */
  Value create(Value callee, Value arguments, Optional<Value> keywords, Opcode opcode, long at) {
    Optional<Value.Mapping> named =
        keywords.filter(Value.Mapping.class::isInstance).map(Value.Mapping.class::cast);
    if (callee instanceof Value.Global global) {
      Judgement judgement = judge(global);
      if (judgement.allowed()) {
        session.uses().called(global.module(), global.name(), global.offset(), judgement);
        var result = new Built(global, arguments, named.orElse(null), at, true);
        boolean creates = judgement.allows(Use.NEW) || judgement.allows(Use.CALL);
        if (!creates || judgement.allows(Use.MODEL) && !isEmpty(result)) {
          return callAllowed(judgement, result, opcode, at);
        }
        return result;
      }
    }
    return call(callee, arguments, named, opcode, at);
  }

  /** INST and OBJ: a class without arguments is created without {@code __init__}, else called. */
  Value instantiate(Value callee, List<Value> arguments, Opcode opcode, long at) {
    var tuple = new Value.Tuple(arguments);
    return arguments.isEmpty()
        ? create(callee, tuple, Optional.empty(), opcode, at)
        : call(callee, tuple, Optional.empty(), opcode, at);
  }

  /** PERSID and BINPERSID: torch's ids are ordinary, others depend on the loader. */
  Value.Persistent persistent(Value id, Opcode opcode, long at) {
    if (!PersistentIds.isOrdinary(id)) {
      report.effect(
          "pickle/persistent-id",
          Severity.SUSPICIOUS,
          Python.expression(new Value.Persistent(id, at)),
          "asks the loading program for an object by an id of unknown shape",
          opcode,
          at);
    }
    return new Value.Persistent(id, at);
  }
}
