package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.Msgpack;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;

/** Flax parameters: arrays, complex numbers and scalars are extension types 1 to 3; no other is. */
public final class MsgpackJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (Msgpack view = Msgpack.open(thing.content(), thing.budget())) {
      Parts.judge(thing, view);
      for (int type : view.extensions()) {
        if (type < -1 || type == 0 || type > 3) { // -1 is MessagePack's own timestamp
          thing.find(
              "flax/extension",
              "values of the extension type " + type + " are decoded by code that is not known",
              "extension type " + type);
        }
      }
    }
  }
}
