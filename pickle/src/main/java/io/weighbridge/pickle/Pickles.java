package io.weighbridge.pickle;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.RuleTable;
import io.weighbridge.evidence.Severity;
import io.weighbridge.pickle.GlobalUse.Standing;
import io.weighbridge.pickle.internal.machine.Session;
import io.weighbridge.pickle.internal.machine.Streams;
import io.weighbridge.pickle.internal.names.Judgement;
import io.weighbridge.pickle.internal.names.Names;
import io.weighbridge.pickle.internal.names.Use;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pickles without executing them. Stateless and thread-safe; a content and its budget belong
 * to one thread at a time.
 */
public final class Pickles {
  private Pickles() {}

  private static final class Rules {
    static final RuleTable TABLE = RuleTable.load(Pickles.class, "rules.tsv");
  }

  /** The rules that effects refer to. */
  public static RuleTable rules() {
    return Rules.TABLE;
  }

  /**
   * What loading the content would do. Never throws because of its bytes: what is malformed, or
   * exceeds the budget, is part of the report.
   *
   * @throws io.weighbridge.content.ContentException when the bytes cannot be had
   */
  public static PickleReport analyze(Content content, Budget budget, PickleContext context) {
    var session = new Session(budget);
    Streams.Reading reading =
        context.alone() ? Streams.readAll(content, session) : Streams.readFirst(content, session);
    List<GlobalUse> globals = session.uses().uses();
    var effects = new ArrayList<>(session.effects().effects());
    references(globals, effects);
    String reason = reading.reason();
    if (session.uses().full() || session.effects().leftOut() > 0) {
      reason = reason.isEmpty() ? "more findings than are listed" : reason;
    }
    if (!reading.understood()) {
      effects.add(
          new Effect(
              "pickle/not-understood",
              Severity.SUSPICIOUS,
              "",
              reason,
              reading.end(),
              List.of(),
              List.of()));
    }
    boolean nothing =
        reading.streams().size() <= 1
            && reading.streams().stream().allMatch(stream -> stream.opcodes() < 2);
    Coverage coverage =
        reason.isEmpty() ? Coverage.FULL : nothing ? Coverage.NONE : Coverage.PARTIAL;
    return new PickleReport(reading.streams(), reading.end(), effects, globals, coverage, reason);
  }

  /**
   * Whether calling a name with constants is known to be harmless: for other formats that name
   * Python callables.
   *
   * @param qualified {@code module.name}
   */
  public static boolean isHarmless(String qualified) {
    int dot = qualified.lastIndexOf('.');
    if (dot <= 0) {
      return false;
    }
    Judgement judgement =
        new Names().judge(qualified.substring(0, dot), qualified.substring(dot + 1));
    return judgement.allows(Use.CALL) || judgement.allows(Use.PLAIN);
  }

  /** Names that are imported and never called are findings too: what receives them may call. */
  private static void references(List<GlobalUse> globals, List<Effect> effects) {
    for (GlobalUse use : globals) {
      if (use.called() || use.standing() == Standing.ALLOWED) {
        continue;
      }
      boolean dangerous = use.standing() == Standing.DANGEROUS;
      effects.add(
          new Effect(
              dangerous ? "pickle/dangerous-reference" : "pickle/unknown-import",
              Severity.SUSPICIOUS,
              "from " + use.module() + " import " + use.name(),
              dangerous
                  ? "puts " + use.module() + "." + use.name() + " into the object: " + use.why()
                  : "imports a name that is on no list; importing a module runs its code",
              use.offset(),
              List.of(),
              List.of()));
    }
  }
}
