package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.FlatModel;
import io.weighbridge.formats.Format;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.NameTable;

/**
 * TensorFlow Lite and ExecuTorch: operators that are not built in are native code from elsewhere.
 */
public final class FlatModelJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (FlatModel view = FlatModel.open(thing.content(), thing.format(), thing.budget())) {
      Parts.judge(thing, view);
      for (FlatModel.Operator operator : view.operators()) {
        if (operator.custom() && !isKnown(thing.format(), operator.name())) {
          thing.find(
              "flatbuffer/custom-operator",
              "running the model needs the custom operator " + operator.name(),
              operator.name());
        }
      }
    }
  }

  private static boolean isKnown(Format format, String name) {
    if (format == Format.TFLITE) {
      return NameTable.get().has("tflite-custom-operator", name);
    }
    int space = name.indexOf("::");
    return space > 0 && NameTable.get().has("torchscript-namespace", name.substring(0, space));
  }
}
