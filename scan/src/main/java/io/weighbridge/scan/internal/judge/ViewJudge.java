package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.Formats;
import io.weighbridge.formats.View;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;

/** A format whose dangers are all in its structure and in its parts: archives, streams, tensors. */
public final class ViewJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (View view = Formats.open(thing.content(), thing.format(), thing.budget())) {
      Parts.judge(thing, view);
    }
  }
}
