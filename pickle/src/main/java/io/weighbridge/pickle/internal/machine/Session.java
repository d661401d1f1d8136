package io.weighbridge.pickle.internal.machine;

import io.weighbridge.content.Budget;
import io.weighbridge.evidence.Severity;
import io.weighbridge.pickle.Effect;
import io.weighbridge.pickle.Effect.Step;
import io.weighbridge.pickle.internal.names.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * What all streams of one analysis share: the budget, what was found, and where we are among nested
 * payloads.
 */
public final class Session {
  private final Budget budget;
  private final Names names = new Names();
  private final EffectLog effects = new EffectLog();
  private final UseLog uses = new UseLog();
  private final Retention retention = new Retention();
  private final List<String> within = new ArrayList<>();
  private long base;

  public Session(Budget budget) {
    this.budget = budget;
  }

  public Budget budget() {
    return budget;
  }

  public EffectLog effects() {
    return effects;
  }

  public UseLog uses() {
    return uses;
  }

  Names names() {
    return names;
  }

  Retention retention() {
    return retention;
  }

  /** Records an effect at an offset of the content that is being read. */
  void effect(
      String rule, Severity severity, String expression, String why, long at, List<Step> path) {
    effects.add(new Effect(rule, severity, expression, why, base + at, path, within));
  }

  /**
   * Reads a payload nested in what is being read.
   *
   * @param call that unpacks it
   * @param offset of the payload within the content, or -1 when its bytes are computed
   */
  void nested(String call, long offset, Runnable reading) {
    try (Budget.Level level = budget.enter()) {
      long outer = base;
      base = offset < 0 ? 0 : base + offset;
      within.add(call);
      try {
        reading.run();
      } finally {
        within.removeLast();
        base = outer;
      }
    }
  }
}
