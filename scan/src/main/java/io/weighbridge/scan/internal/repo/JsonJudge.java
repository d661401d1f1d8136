package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;

/**
 * JSON of any name: which rules apply is decided by what the document holds, so that a
 * configuration under another name is still one. Values that nothing interprets are inert.
 */
public final class JsonJudge implements Judge {
  private static final JsonLimits LIMITS = new JsonLimits(1L << 30, 256, 100_000_000, 64 << 20);

  @Override
  public void judge(Inspection thing) {
    Json document;
    try (var bytes = new ContentInput(thing.content(), thing.budget())) {
      document = Json.outline(bytes, LIMITS);
    } catch (JsonException e) {
      if (!isReadAsJson(thing)) {
        return; // text between brackets, such as a page that begins and ends with a link
      }
      thing.find(
          "json/unreadable", "is not JSON that every reader reads alike: " + e.getMessage(), "");
      thing.cover(Coverage.PARTIAL, "JSON not understood");
      return;
    }
    judge(thing, document);
  }

  /** Loaders read configuration as JSON by its name; members of archives have any. */
  private static boolean isReadAsJson(Inspection thing) {
    String base = thing.baseName();
    return thing.nested() || base.endsWith(".json") || base.endsWith(".ipynb");
  }

  /** Judges a document that is already read. */
  public static void judge(Inspection thing, Json document) {
    ConfigRules.judge(thing, document);
    Targets.judge(thing, document);
    if (document instanceof Json.Obj) {
      if (document.get("cells").isPresent() && document.get("nbformat").isPresent()) {
        NotebookRules.judge(thing, document);
      }
      if (document.get("scripts").isPresent() && document.get("dependencies").isPresent()) {
        PackageRules.npm(thing, document);
      }
    }
    if (SkopsRules.isSchema(document)) {
      SkopsRules.judge(thing, document);
    }
    document.get("modelTopology").ifPresent(topology -> KerasRules.judge(thing, topology));
    if (KerasRules.isConfig(document)) {
      KerasRules.judge(thing, document);
    }
  }
}
