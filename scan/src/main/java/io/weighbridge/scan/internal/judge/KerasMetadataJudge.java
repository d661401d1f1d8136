package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.formats.KerasMetadata;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.repo.KerasRules;

/** {@code keras_metadata.pb}: the configuration of every Keras object of a SavedModel. */
public final class KerasMetadataJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (KerasMetadata view = KerasMetadata.open(thing.content(), thing.budget())) {
      Parts.judge(thing, view);
      for (KerasMetadata.SavedObject object : view.objects()) {
        if (object.metadata().isEmpty()) {
          continue;
        }
        try {
          KerasRules.judge(thing, Json.parse(object.metadata()));
        } catch (JsonException e) {
          thing.find(
              "json/unreadable", "the metadata of " + object.path() + ": " + e.getMessage(), "");
          thing.cover(Coverage.PARTIAL, "Keras metadata not understood");
        }
      }
    }
  }
}
