package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Finding;
import io.weighbridge.pickle.PickleContext;
import io.weighbridge.pickle.PickleReport;
import io.weighbridge.pickle.Pickles;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pickles, alone or with more behind them, legacy torch files included. */
public final class PickleJudge implements Judge {
  private final @Nullable Consumer<PickleReport> then;

  public PickleJudge() {
    this(null);
  }

  /**
   * @param then looks at what the pickle builds; null when nobody needs to
   */
  PickleJudge(@Nullable Consumer<PickleReport> then) {
    this.then = then;
  }

  @Override
  public void judge(Inspection thing) {
    PickleReport report = Pickles.analyze(thing.content(), thing.budget(), PickleContext.WHOLE);
    for (Finding finding : report.findings(thing.location())) {
      thing.find(finding);
    }
    if (report.coverage() != Coverage.FULL) {
      thing.cover(report.coverage(), report.reason());
    }
    if (then != null) {
      then.accept(report);
    }
  }
}
