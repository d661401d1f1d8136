package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.evidence.Severity;
import io.weighbridge.pickle.Effect;
import io.weighbridge.pickle.GlobalUse;
import io.weighbridge.pickle.Opcode;
import io.weighbridge.pickle.PickleContext;
import io.weighbridge.pickle.PickleReport;
import io.weighbridge.pickle.PickleStream;
import io.weighbridge.pickle.PickleStream.Ending;
import io.weighbridge.pickle.Pickles;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an unpickler would make of bytes that are something else already: a text, a picture, a
 * tensor file whose header's length happens to be an opcode. A loader is chosen by the caller, so
 * the second reading counts as much as the first.
 *
 * <p>Prose, word lists and numbers begin like pickles too, and go wrong before anything happens. So
 * the machine decides, not the look: bytes are a pickle here when reading them as one gets to a
 * call, a change of something imported, or an import that acts by itself.
 */
public final class PickleReading {
  /** Pickles in a row that are looked at. */
  private static final int MOST_STREAMS = 64;

  /** Bytes that an editor puts behind the last line. */
  private static final int LINE_END = 2;

  /** Rules whose effects are no proof of a pickle: the words of any text can be taken for them. */
  private static final Set<String> NO_PROOF =
      rules(
          "not-understood",
          "persistent-id",
          "unusual-opcode",
          "frame-mismatch",
          "dormant-payload",
          "expansion");

  /** Rules that count when the stream ends well: an import alone, of whatever name. */
  private static final Set<String> WHEN_COMPLETE =
      rules("unknown-import", "dangerous-reference", "extension-code");

  /**
   * Rules that count when the stream ends well, or imported a known name before: two words in a
   * list are an import and its change.
   */
  private static final Set<String> WHEN_KNOWN = rules("patched-global", "method-call");

  private PickleReading() {}

  private static Set<String> rules(String... names) {
    return Arrays.stream(names)
        .map(name -> Pickles.rules().rule("pickle/".concat(name)).id())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether an unpickler that reads from the start would act. */
  public static boolean acts(Content content, Budget budget) {
    if (!PickleSniff.mayImport(content, budget)) {
      return false;
    }
    Content rest = content;
    for (int i = 0; i < MOST_STREAMS && rest.size() > 0; i++) {
      PickleReport report = read(rest, budget);
      PickleStream stream = report.streams().getFirst();
      if (stream.ending() == Ending.BOUNDED || acts(report, rest.size() - report.end())) {
        return true;
      }
      if (!stream.complete()) {
        return false;
      }
      rest = rest.slice(report.end(), rest.size() - report.end());
    }
    return false;
  }

  /**
   * Whether bytes without a signature that look like text are nothing but a pickle: it acts, or it
   * ends properly where they end.
   */
  static boolean isWhole(Content content, Budget budget) {
    PickleReport report = read(content, budget);
    PickleStream stream = report.streams().getFirst();
    return stream.ending() == Ending.BOUNDED
        || stream.complete() && content.size() - report.end() <= LINE_END
        || acts(content, budget);
  }

  /** The judgement itself comes later and draws its own opcodes; this one has as many. */
  private static PickleReport read(Content content, Budget budget) {
    var trial = new Budget(budget.limits());
    PickleReport report = Pickles.analyze(content, trial, PickleContext.PREFIX);
    budget.bytes(trial.bytesSpent());
    return report;
  }

  private static boolean acts(PickleReport report, long left) {
    boolean complete = report.streams().getFirst().complete();
    boolean whole = complete && left <= LINE_END;
    boolean known = report.globals().stream().anyMatch(PickleReading::isKnown);
    long prose =
        report.globals().stream()
            .filter(use -> !isModule(use))
            .mapToLong(GlobalUse::offset)
            .min()
            .orElse(Long.MAX_VALUE);
    for (Effect effect : report.effects()) {
      if (effect.severity() == Severity.INFO || NO_PROOF.contains(effect.rule())) {
        continue;
      }
      boolean inProse = effect.within().isEmpty() && effect.offset() >= prose;
      boolean counts =
          WHEN_COMPLETE.contains(effect.rule())
              ? complete && !inProse
              : WHEN_KNOWN.contains(effect.rule())
                  ? complete || known
                  : whole || !(inProse && isParenthesis(effect));
      if (counts) {
        return true;
      }
    }
    return false;
  }

  /** "(i" and two lines are a call to an unpickler, and the start of many a list to a reader. */
  private static boolean isParenthesis(Effect effect) {
    return !effect.path().isEmpty() && effect.path().getLast().opcode() == Opcode.INST;
  }

  /** A name of the tables, or at least one that no word list has. */
  private static boolean isKnown(GlobalUse use) {
    return use.standing() != GlobalUse.Standing.UNKNOWN
        || isModule(use) && use.module().indexOf('.') > 0;
  }

  /** Whether a module of that name could be meant: no prose, no punctuation. */
  private static boolean isModule(GlobalUse use) {
    return !use.module().isEmpty()
        && use.module()
            .chars()
            .allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-');
  }
}
