package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import io.weighbridge.scan.internal.python.Effects;
import java.util.Map;

/**
 * The schema of a skops file: every node names a class, and a loader that decides what is done with
 * it. skops 0.11 {@code io/_general.py}, {@code io/_sklearn.py}; CVE-2025-54412, CVE-2025-54413.
 */
final class SkopsRules {
  private static final int MAX_DEPTH = 500;

  private SkopsRules() {}

  static boolean isSchema(Json document) {
    return document.text("__loader__").isPresent() && document.text("__module__").isPresent();
  }

  static void judge(Inspection thing, Json document) {
    walk(thing, document, 0);
  }

  private static void walk(Inspection thing, Json value, int depth) {
    if (depth > MAX_DEPTH) {
      thing.find("scan/limit-reached", "schema nested deeper than " + MAX_DEPTH, "");
      return;
    }
    switch (value) {
      case Json.Obj(Map<String, Json> fields) -> {
        if (fields.get("__loader__") instanceof Json.Str(var loader)) {
          node(thing, loader, fields);
        }
        for (Json field : fields.values()) {
          walk(thing, field, depth + 1);
        }
      }
      case Json.Arr(var items) -> {
        for (Json item : items) {
          walk(thing, item, depth + 1);
        }
      }
      default -> {}
    }
  }

  private static void node(Inspection thing, String loader, Map<String, Json> fields) {
    String module = text(fields, "__module__");
    String name = text(fields, "__class__");
    String qualified = module + "." + name;
    if (!NameTable.get().has("skops-node", loader)) {
      thing.find(
          "skops/untrusted-type",
          Severity.SUSPICIOUS,
          -1,
          "uses the node type " + loader + ", which is not known",
          loader + ": " + qualified);
    }
    switch (loader) {
      case "OperatorFuncNode" -> {
        if (!module.equals("operator") && !module.equals("_operator")) {
          hidden(
              thing, loader, qualified, "skops imports the name without asking (CVE-2025-54413)");
        } else if (!NameTable.get().has("skops-operator", name)) {
          hidden(thing, loader, qualified, "calls it with what the file says (CVE-2025-54413)");
        }
      }
      case "MethodNode" -> {
        String method =
            fields.get("content") instanceof Json content ? content.text("func").orElse("") : "";
        Severity severity = severity(qualified);
        if (severity(module + "." + method).compareTo(severity) > 0) {
          severity = severity(module + "." + method);
        }
        if (method.indexOf('.') >= 0 || method.startsWith("__")) {
          severity = Severity.MALICIOUS; // a way to any object, by the attributes of this one
        }
        if (severity != Severity.INFO) {
          thing.find(
              "skops/untrusted-type",
              severity,
              -1,
              "takes the method "
                  + method
                  + " of "
                  + qualified
                  + ", past the check of types (CVE-2025-54412)",
              loader + ": " + qualified + "." + method);
        }
      }
      default -> {
        Severity severity = severity(qualified);
        if (severity != Severity.INFO) {
          thing.find(
              "skops/untrusted-type",
              severity,
              -1,
              "loading imports " + qualified + ", which is not on the list of harmless types",
              loader + ": " + qualified);
        }
      }
    }
  }

  private static void hidden(Inspection thing, String loader, String qualified, String why) {
    thing.find(
        "skops/untrusted-type",
        Severity.MALICIOUS,
        -1,
        loader + " on " + qualified + ": " + why,
        loader + ": " + qualified);
  }

  /** {@code INFO} for what is harmless. */
  private static Severity severity(String qualified) {
    Effects.Effect effect = Effects.table().of(qualified);
    if (effect != null && effect.imported() != Severity.INFO) {
      return effect.imported();
    }
    return NameTable.get().covers("skops-type", qualified) ? Severity.INFO : Severity.SUSPICIOUS;
  }

  private static String text(Map<String, Json> fields, String name) {
    return fields.get(name) instanceof Json.Str(var text) ? text : "";
  }
}
