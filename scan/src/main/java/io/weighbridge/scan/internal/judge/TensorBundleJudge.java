package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.TensorBundle;
import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import java.util.Locale;

/**
 * The index of a TensorFlow checkpoint: data itself, and the reason why the data files beside it
 * are only numbers.
 */
public final class TensorBundleJudge implements Judge {
  private static final int MOST_SHARDS = 10_000;
  private static final String INDEX = ".index";

  @Override
  public void judge(Inspection thing) {
    try (TensorBundle view = TensorBundle.open(thing.content(), thing.budget())) {
      Parts.judge(thing, view);
      if (thing.nested() || !thing.name().endsWith(INDEX)) {
        return;
      }
      String prefix = thing.name().substring(0, thing.name().length() - INDEX.length());
      int shards = Math.min(view.shards(), MOST_SHARDS);
      for (int i = 0; i < shards; i++) {
        String data = String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, i, view.shards());
        thing.facts().name(Facts.Use.TENSOR_DATA, data, thing.name());
      }
    }
  }
}
