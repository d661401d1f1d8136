package io.weighbridge.scan.internal.repo;

import io.weighbridge.scan.internal.Inspection;

/** Why a loader runs a Python file, as far as its place and name tell. */
final class CodeUse {
  private CodeUse() {}

  /** Completes "this code runs because …"; empty when nothing is known to run it. */
  static String of(Inspection thing) {
    String named = thing.codeUse();
    if (!named.isEmpty()) {
      return named;
    }
    if (thing.nested()) {
      return "it lies in an archive that a loader imports from";
    }
    return switch (thing.baseName()) {
      case "handler.py" -> "inference servers import handler.py";
      case "setup.py" -> "installing the folder runs setup.py";
      case "conftest.py" -> "test runners import conftest.py";
      case "sitecustomize.py", "usercustomize.py" -> "Python imports it at every start";
      case "generate.py" ->
          thing.name().endsWith("custom_generate/generate.py")
              ? "transformers runs custom_generate/generate.py"
              : "";
      case "inference.py" ->
          thing.name().endsWith("code/inference.py") ? "SageMaker imports code/inference.py" : "";
      case "model.py" -> isVersion(thing.name()) ? "a Triton Python back end imports model.py" : "";
      default -> "";
    };
  }

  /** {@code name/1/model.py}. */
  private static boolean isVersion(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length < 2) {
      return false;
    }
    String folder = parts[parts.length - 2];
    for (int i = 0; i < folder.length(); i++) {
      if (!Character.isDigit(folder.charAt(i))) {
        return false;
      }
    }
    return !folder.isEmpty();
  }
}
