package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.Content;
import io.weighbridge.evidence.Severity;
import io.weighbridge.pickle.Capability;
import io.weighbridge.pickle.Effect.Step;
import io.weighbridge.pickle.Opcode;
import io.weighbridge.pickle.Value;
import io.weighbridge.pickle.internal.names.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Puts what was found into words: the expression, why it matters, the opcodes that led to it. */
final class Report {
  static final String COMPUTED_NAME = "computed name";
  private static final int LONGEST_PATH = 12;

  private final Content content;
  private final Session session;

  Report(Content content, Session session) {
    this.content = content;
    this.session = session;
  }

  void dangerousCall(Built call, Judgement judgement, Opcode opcode, long at) {
    String rule =
        judgement.capability().filter(Capability.CODE::equals).isPresent()
            ? "pickle/code-execution"
            : "pickle/dangerous-call";
    effect(
        rule,
        Severity.MALICIOUS,
        call(call),
        subject(call.callee()) + why(judgement),
        opcode,
        at,
        call);
  }

  void dangerousCallback(
      Built call, Value.Global given, Judgement judgement, Opcode opcode, long at) {
    effect(
        "pickle/dangerous-callback",
        Severity.MALICIOUS,
        call(call),
        "hands over " + given.qualified() + ", which " + why(judgement),
        opcode,
        at,
        call);
  }

  void reflection(Built call, Judgement judgement, Opcode opcode, long at) {
    effect(
        "pickle/reflection",
        Severity.MALICIOUS,
        call(call),
        "looks up " + judgement.key().replace(':', '.') + ", which " + why(judgement),
        opcode,
        at,
        call);
  }

  void madeClass(Built call, Opcode opcode, long at) {
    effect(
        "pickle/code-execution",
        Severity.MALICIOUS,
        call(call),
        "makes a class with methods and hooks of the stream's choice",
        opcode,
        at,
        call);
  }

  void unknownCall(Built call, Opcode opcode, long at) {
    effect(
        "pickle/unknown-callable",
        Severity.SUSPICIOUS,
        call(call),
        subject(call.callee()) + "is on no list: what it does when called is not known",
        opcode,
        at,
        call);
  }

  void unexpectedUse(Built call, String why, Opcode opcode, long at) {
    effect(
        "pickle/unexpected-use",
        Severity.SUSPICIOUS,
        call(call),
        subject(call.callee()) + why,
        opcode,
        at,
        call);
  }

  void computedName(Value module, Value name, long at) {
    effect(
        "pickle/computed-name",
        Severity.SUSPICIOUS,
        "import " + Python.expression(module) + " . " + Python.expression(name),
        "imports a name that is put together while loading: no pickler writes this",
        Opcode.STACK_GLOBAL,
        at);
  }

  void importEffect(String module, String name, String why, long at) {
    session.effect(
        "pickle/import-effect",
        Severity.MALICIOUS,
        "from " + module + " import " + name,
        "importing " + module + " " + why,
        at,
        List.of());
  }

  /** An effect with no more to its path than the opcode that acts. */
  void effect(
      String rule, Severity severity, String expression, String why, Opcode opcode, long at) {
    session.effect(rule, severity, expression, why, at, List.of(new Step(opcode, at)));
  }

  /** An effect whose path leads through the values that take part. */
  void effect(
      String rule,
      Severity severity,
      String expression,
      String why,
      Opcode opcode,
      long at,
      Value... parts) {
    var steps = new TreeMap<Long, Opcode>();
    for (Value part : parts) {
      collect(part, steps, 0);
    }
    steps.put(at, opcode);
    var path = new ArrayList<Step>();
    steps.forEach((offset, step) -> path.add(new Step(step, offset)));
    session.effect(rule, severity, expression, why, at, path);
  }

  private void collect(Value value, TreeMap<Long, Opcode> steps, int depth) {
    if (depth > 4 || steps.size() >= LONGEST_PATH) {
      return;
    }
    switch (value) {
      case Value.Global global -> step(global.offset(), steps);
      case Value.Instance instance -> {
        step(instance.offset(), steps);
        collect(instance.callee(), steps, depth + 1);
        collect(instance.arguments(), steps, depth + 1);
      }
      case Value.Tuple tuple -> collect(tuple.items(), steps, depth);
      case Value.Sequence list -> collect(list.items(), steps, depth);
      default -> {}
    }
  }

  private void collect(List<Value> items, TreeMap<Long, Opcode> steps, int depth) {
    for (int i = 0; i < Math.min(items.size(), LONGEST_PATH); i++) {
      collect(items.get(i), steps, depth + 1);
    }
  }

  /** A value knows where it was made; the byte there says by which opcode. */
  private void step(long offset, TreeMap<Long, Opcode> steps) {
    Opcode opcode = offset < content.size() ? Opcode.of(content.bytes(offset, 1)[0] & 0xff) : null;
    if (opcode != null) {
      steps.put(offset, opcode);
    }
  }

  private static String call(Built call) {
    return Python.call(call.callee(), call.arguments(), call.keywords().orElse(null));
  }

  private static String subject(Value callee) {
    return callee instanceof Value.Global global ? global.qualified() + " " : "the callee ";
  }

  private static String why(Judgement judgement) {
    return judgement.why().isEmpty()
        ? judgement.capability().map(Capability::phrase).orElse("")
        : judgement.why();
  }
}
