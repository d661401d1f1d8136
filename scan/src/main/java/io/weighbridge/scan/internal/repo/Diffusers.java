package io.weighbridge.scan.internal.repo;

import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import java.util.List;
import java.util.Map;

/**
 * {@code model_index.json}: a pipeline whose class, or a component's, may be code in the repository
 * (diffusers {@code pipeline_loading_utils.py}: a library name that is neither installed nor a
 * pipeline module is looked for as a file in the component's folder).
 */
final class Diffusers {
  private Diffusers() {}

  static void judge(Inspection thing, Map<String, Json> fields) {
    for (var field : fields.entrySet()) {
      if (!(field.getValue() instanceof Json.Arr(List<Json> pair))
          || pair.size() != 2
          || !(pair.getFirst() instanceof Json.Str(var module))
          || !(pair.getLast() instanceof Json.Str(var type))) {
        continue;
      }
      String component = field.getKey();
      if (component.equals("_class_name")) {
        found(thing, component, module, type);
        ConfigRules.code(thing, module + ".py", "the pipeline's class in " + thing.name());
      } else if (!component.startsWith("_") && !NameTable.get().has("diffusers-library", module)) {
        found(thing, component, module, type);
        ConfigRules.code(
            thing,
            component + "/" + module + ".py",
            "component " + component + " of " + thing.name());
      }
    }
  }

  private static void found(Inspection thing, String component, String module, String type) {
    thing.find(
        "config/custom-component",
        component + " is the class " + type + " of a file that comes with the model",
        component + ": [" + module + ", " + type + "]");
  }
}
