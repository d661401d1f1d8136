package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Severity;
import io.weighbridge.formats.CoreMl;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;

/** Core ML: classes that the application must bring, and files outside of the model. */
public final class CoreMlJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (CoreMl view = CoreMl.open(thing.content(), thing.budget())) {
      Parts.judge(thing, view);
      for (String name : view.customClasses()) {
        thing.find("coreml/custom-class", "the model needs the native class " + name, name);
      }
      for (String file : view.files()) {
        if (Paths.leaves(file.startsWith("@model_path/") ? file.substring(12) : file)) {
          thing.find(
              "coreml/external-path",
              Severity.MALICIOUS,
              -1,
              "loading reads a file outside of the model's folder",
              file);
        }
      }
    }
  }
}
