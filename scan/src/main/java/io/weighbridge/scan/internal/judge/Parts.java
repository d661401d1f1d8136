package io.weighbridge.scan.internal.judge;

import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.evidence.Coverage;
import io.weighbridge.formats.Part;
import io.weighbridge.formats.View;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all views have in common: structural problems, and parts that are judged by themselves. */
public final class Parts {
  private Parts() {}

  /** Reports the view's problems and judges its parts, every reading of them. */
  public static void judge(Inspection thing, View view) {
    thing.problems(view.problems());
    for (Part part : view.parts()) {
      part(thing, part);
    }
  }

  static void part(Inspection thing, Part part) {
    part(
        thing,
        part,
        switch (part.role()) {
          case PICKLE -> new PickleJudge();
          case TORCHSCRIPT_CODE -> new TorchScriptJudge();
          case MEMBER, PYTHON, CONFIG, MARK -> null;
        });
  }

  /**
   * Judges a part.
   *
   * @param as the judge that the outer format demands; null to go by the bytes
   */
  static void part(Inspection thing, Part part, @Nullable Judge as) {
    List<Content> readings;
    try {
      thing.problems(part.verify(thing.budget()));
      readings = part.open(thing.budget());
    } catch (ContentException e) {
      thing.find("scan/unreadable", "member " + part.name() + ": " + e.getMessage(), "");
      thing.cover(Coverage.PARTIAL, "member " + part.name() + " unreadable");
      return;
    }
    for (Content reading : readings) {
      try (reading) {
        if (as != null) {
          thing.member(part.name(), reading, as);
        } else {
          thing.member(part.name(), reading);
        }
      }
    }
  }
}
