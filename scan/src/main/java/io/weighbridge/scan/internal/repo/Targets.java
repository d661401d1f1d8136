package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import io.weighbridge.scan.internal.python.Effects;
import io.weighbridge.scan.internal.python.PythonJudge;
import java.util.List;
import java.util.Map;

/**
 * Names of functions that a loader imports and calls because a configuration says so: Hydra's and
 * MONAI's {@code _target_} (CVE-2025-23304), torchtune's {@code _component_}, {@code __target__},
 * and the {@code ()} of logging configurations. Found at any depth.
 */
final class Targets {
  private static final int MAX_DEPTH = 200;

  private Targets() {}

  static void judge(Inspection thing, Json document) {
    walk(thing, document, 0);
  }

  private static void walk(Inspection thing, Json value, int depth) {
    if (depth > MAX_DEPTH) {
      return;
    }
    switch (value) {
      case Json.Obj(Map<String, Json> fields) -> {
        plainTarget(thing, fields);
        constructor(thing, fields);
        for (var field : fields.entrySet()) {
          if (isTarget(field.getKey()) && field.getValue() instanceof Json.Str(var target)) {
            called(thing, field.getKey(), target);
          } else {
            walk(thing, field.getValue(), depth + 1);
          }
        }
      }
      case Json.Arr(var items) -> {
        for (Json item : items) {
          walk(thing, item, depth + 1);
        }
      }
      case Json.Str(var text) -> {
        if (text.startsWith("$") && text.length() > 3) {
          expression(thing, text);
        }
      }
      default -> {}
    }
  }

  /**
   * MONAI evaluates texts that begin with a dollar as Python, {@code @name} being another entry
   * (monai/bundle/config_item.py). What they do is judged as code that runs while loading.
   */
  private static void expression(Inspection thing, String text) {
    String source = text.substring(1).replace('@', '_').strip();
    PythonJudge.expression(thing, source)
        .ifPresent(
            what ->
                thing.find(
                    "config/calls-function",
                    Severity.MALICIOUS,
                    -1,
                    "loading evaluates an expression that " + what,
                    text));
  }

  /** LangChain builds the class that a list of names tells (CVE-2025-68664). */
  private static void constructor(Inspection thing, Map<String, Json> fields) {
    if (fields.containsKey("lc")
        && fields.get("type") instanceof Json.Str(var type)
        && type.equals("constructor")
        && fields.get("id") instanceof Json.Arr(var names)) {
      var name = new StringBuilder();
      for (Json part : names) {
        name.append(name.isEmpty() ? "" : ".").append(part.asText().orElse(""));
      }
      if (!name.toString().startsWith("langchain")) {
        called(thing, "id", name.toString());
      }
    }
  }

  /**
   * {@code target}, as NeMo and latent-diffusion call it, is a common word: only what acts counts.
   */
  private static void plainTarget(Inspection thing, Map<String, Json> fields) {
    for (String key : List.of("target", "cls", "class_path", "callable", "function", "func")) {
      if (fields.get(key) instanceof Json.Str(var target) && target.indexOf('.') > 0) {
        Effects.Effect effect = Effects.table().of(target.strip());
        if (effect != null && effect.imported() == Severity.MALICIOUS) {
          called(thing, key, target);
        }
      }
    }
  }

  private static boolean isTarget(String key) {
    return switch (key) {
      case "_target_", "__target__", "_component_", "()", "_convert_target_" -> true;
      default -> false;
    };
  }

  /** A function that will be imported and called by its name. */
  static void called(Inspection thing, String field, String target) {
    String name = target.strip();
    String evidence = field + ": " + target;
    Effects.Effect effect = Effects.table().of(name);
    if (effect == null && name.indexOf('.') < 0) {
      effect = Effects.table().of("builtins." + name);
    }
    if (effect != null && effect.imported() != Severity.INFO) {
      thing.find(
          "config/calls-function",
          effect.imported(),
          -1,
          "loading calls " + name + ", which " + effect.what(),
          evidence);
    } else if (effect == null && !NameTable.get().covers("target-library", name)) {
      thing.find(
          "config/calls-function",
          Severity.SUSPICIOUS,
          -1,
          "loading imports and calls " + name + ", of which nothing is known",
          evidence);
    }
  }
}
