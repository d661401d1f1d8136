package io.weighbridge.pickle.internal.machine;

import io.weighbridge.evidence.Severity;
import io.weighbridge.pickle.Effect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The effects of all streams of an analysis, each kind of doing once: a stream can repeat a call a
 * million times.
 */
public final class EffectLog {
  /** Of each severity: a flood of lesser ones must not hide the worst. */
  private static final int MOST = 100;

  private final List<Effect> effects = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final int[] listed = new int[Severity.values().length];
  private Severity worst = Severity.INFO;
  private long leftOut;

  void add(Effect effect) {
    worst = worst.worst(effect.severity());
    String key = effect.rule() + '\0' + effect.expression();
    if (seen.contains(key)) {
      return;
    }
    if (listed[effect.severity().ordinal()] == MOST) {
      leftOut++;
      return;
    }
    listed[effect.severity().ordinal()]++;
    effects.add(effect);
    seen.add(key);
  }

  public List<Effect> effects() {
    return List.copyOf(effects);
  }

  /** How many effects were seen, listed or not, each kind once. */
  int size() {
    return effects.size() + (int) Math.min(leftOut, Integer.MAX_VALUE / 2);
  }

  /** The worst of all, listed or not. */
  public Severity worst() {
    return worst;
  }

  /** Effects seen beyond those that are listed. */
  public long leftOut() {
    return leftOut;
  }
}
