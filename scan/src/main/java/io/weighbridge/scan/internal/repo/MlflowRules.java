package io.weighbridge.scan.internal.repo;

import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.Inspection;

/** The {@code MLmodel} file: which module loads the model (mlflow {@code pyfunc/__init__.py}). */
final class MlflowRules {
  private MlflowRules() {}

  static void judge(Inspection thing, Json document) {
    Json flavor =
        document
            .get("flavors")
            .flatMap(flavors -> flavors.get("python_function"))
            .orElse(Json.Null.NULL);
    flavor
        .text("model_code_path")
        .or(() -> document.text("model_code_path"))
        .ifPresent(path -> ConfigRules.code(thing, path, "the model's code in " + thing.name()));
    String loader = flavor.text("loader_module").orElse("");
    if (loader.isEmpty() || loader.startsWith("mlflow.")) {
      return;
    }
    thing.find(
        "config/remote-code",
        "loading imports the module " + loader + " that comes with the model",
        "loader_module: " + loader);
    String folder = flavor.text("code").map(code -> code + "/").orElse("");
    ConfigRules.code(
        thing, folder + loader.replace('.', '/') + ".py", "the loader of " + thing.name());
    thing.facts().name(Facts.Use.CODE, ConfigRules.beside(thing.name(), folder), thing.name());
  }
}
