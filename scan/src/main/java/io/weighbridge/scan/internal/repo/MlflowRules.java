package io.weighbridge.scan.internal.repo;

import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.Inspection;

/**
 * MLflow's files: {@code MLmodel} says which module loads the model (mlflow {@code
 * pyfunc/__init__.py}), {@code MLproject} which commands run it ({@code
 * projects/_project_spec.py}).
 */
final class MlflowRules {
  private MlflowRules() {}

  static void judge(Inspection thing, Json document) {
    if (document.get("entry_points").orElse(Json.Null.NULL) instanceof Json.Obj(var entries)) {
      for (Json entry : entries.values()) {
        entry.text("command").ifPresent(command -> command(thing, command));
      }
    }
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

  /** A project's command goes to a shell (CVE-2024-37061); what it usually does is start Python. */
  private static void command(Inspection thing, String command) {
    String plain = command.strip();
    boolean python = plain.startsWith("python ") || plain.startsWith("python3 ");
    boolean shell = plain.chars().anyMatch(c -> ";|&`$<>\n".indexOf(c) >= 0);
    boolean inline = plain.contains(" -c ");
    if (!python || shell || inline) {
      thing.find(
          "config/project-command",
          "running the project starts a shell command that is more than a Python script",
          "command: " + plain);
    }
  }
}
