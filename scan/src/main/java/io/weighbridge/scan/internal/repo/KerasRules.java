package io.weighbridge.scan.internal.repo;

import io.weighbridge.content.BytesContent;
import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import io.weighbridge.scan.internal.python.Effects;
import java.util.Base64;
import java.util.Map;

/**
 * The configuration of a Keras model, of any version: every object that says {@code class_name} is
 * built by the loader, at any depth, wrappers and compile configuration included.
 *
 * <p>Sources: keras {@code saving/serialization_lib.py}; CVE-2024-3660, CVE-2025-1550,
 * CVE-2025-8747, CVE-2025-9905, CVE-2025-9906, CVE-2025-12058, CVE-2025-49655, CVE-2026-12479.
 */
public final class KerasRules {
  private static final int MAX_DEPTH = 200;

  private KerasRules() {}

  static boolean isConfig(Json document) {
    return document.text("class_name").isPresent() && document.get("config").isPresent();
  }

  /** Judges a model's configuration, or any object within one. */
  public static void judge(Inspection thing, Json document) {
    walk(thing, document, 0);
  }

  private static void walk(Inspection thing, Json value, int depth) {
    if (depth > MAX_DEPTH) {
      thing.find("scan/limit-reached", "configuration nested deeper than " + MAX_DEPTH, "");
      return;
    }
    switch (value) {
      case Json.Obj(Map<String, Json> fields) -> {
        if (fields.get("class_name") instanceof Json.Str(var type)) {
          object(thing, type, fields);
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

  private static void object(Inspection thing, String type, Map<String, Json> fields) {
    Json config = fields.getOrDefault("config", Json.Null.NULL);
    String module = fields.get("module") instanceof Json.Str(var text) ? text : "";
    String registered = fields.get("registered_name") instanceof Json.Str(var text) ? text : "";
    switch (type) {
      case "Lambda" -> lambda(thing, config);
      case "__lambda__" ->
          thing.find("keras/lambda", "a lambda is stored as Python bytecode, which runs", type);
      case "function" -> function(thing, module, config);
      case "TFOpLambda", "SlicingOpLambda" -> operator(thing, config);
      case "TorchModuleWrapper", "TFSMLayer", "JaxLayer", "FlaxLayer" ->
          wrapper(thing, type, config);
      default -> {
        if (!type.startsWith("__")) {
          named(thing, type, module, registered);
        }
      }
    }
    config.text("name").ifPresent(name -> layerName(thing, type, name));
    config
        .get("vocabulary")
        .flatMap(Json::asText)
        .ifPresent(
            path ->
                thing.find(
                    "keras/reads-file",
                    path.startsWith("/") || path.contains("..") || path.contains(":")
                        ? Severity.MALICIOUS
                        : Severity.SUSPICIOUS,
                    -1,
                    "loading reads a file into the vocabulary of a " + type + " layer",
                    "vocabulary: " + path));
  }

  /** A layer's name becomes a folder while its assets are read (CVE-2026-12479). */
  private static void layerName(Inspection thing, String type, String name) {
    for (String segment : name.split("[/\\\\]", -1)) {
      if (segment.equals("..")) {
        thing.find(
            "keras/name-leaves",
            "the name of a " + type + " layer leads out of the folder of its assets",
            "name: " + name);
        return;
      }
    }
  }

  private static void lambda(Inspection thing, Json config) {
    Json function = config.get("function").orElse(Json.Null.NULL);
    boolean named =
        function.text("class_name").filter("function"::equals).isPresent()
            || function.asText().isPresent();
    if (named && function.get("module").isEmpty() && function.asText().isEmpty()) {
      named = false;
    }
    thing.find(
        "keras/lambda",
        named ? Severity.SUSPICIOUS : Severity.MALICIOUS,
        -1,
        named
            ? "a Lambda layer calls a function by its name"
            : "a Lambda layer carries Python bytecode, which runs when the model is loaded or used",
        "Lambda(" + Inspection.oneLine(function.write()) + ")");
  }

  private static void function(Inspection thing, String module, Json config) {
    String name = config.asText().orElse("");
    String qualified = module.isEmpty() ? name : module + "." + name;
    Effects.Effect effect = Effects.table().of(qualified);
    if (effect == null && module.equals("builtins")) {
      effect = Effects.table().of("builtins." + name);
    }
    if (effect != null && effect.imported() == Severity.MALICIOUS) {
      thing.find(
          "keras/function",
          Severity.MALICIOUS,
          -1,
          "loading calls " + qualified + ", which " + effect.what(),
          qualified);
    } else if (NameTable.get().covers("keras-dangerous", qualified)) {
      thing.find(
          "keras/function",
          Severity.MALICIOUS,
          -1,
          "loading calls " + qualified + ", which downloads, writes or switches off a safeguard",
          qualified);
    } else if (!NameTable.get().covers("keras-module", qualified)) {
      thing.find(
          "keras/function",
          Severity.SUSPICIOUS,
          -1,
          "loading imports the function " + qualified + ", of which nothing is known",
          qualified);
    }
  }

  /** Keras 2 calls a function of TensorFlow by its name within the package. */
  private static void operator(Inspection thing, Json config) {
    String name = config.text("function").orElse("");
    if (NameTable.get().covers("tf-dangerous-function", name)) {
      thing.find(
          "keras/function",
          Severity.MALICIOUS,
          -1,
          "the layer calls tf." + name + ", which reaches files or runs code",
          "TFOpLambda: " + name);
    }
  }

  /** Layers that hold the model of another framework. */
  private static void wrapper(Inspection thing, String type, Json config) {
    thing.find(
        "keras/foreign-model",
        type + " loads the model of another framework, past Keras' own checks",
        type);
    Json module = config.get("module").orElse(Json.Null.NULL);
    String encoded =
        module
            .asText()
            .or(() -> module.get("config").flatMap(inner -> inner.text("value")))
            .orElse("");
    if (encoded.length() > 16) {
      try {
        byte[] bytes = Base64.getMimeDecoder().decode(encoded);
        thing.budget().expanded(bytes.length);
        thing.member(type + ".module", new BytesContent(bytes));
      } catch (IllegalArgumentException notBase64) {
        thing.find("scan/unreadable", "the wrapped module is not base64", "");
      }
    }
  }

  private static void named(Inspection thing, String type, String module, String registered) {
    if (module.isEmpty()) {
      // Keras 2: looked up among Keras' own classes, then among registered ones.
      if (type.indexOf('>') >= 0 || !NameTable.get().has("keras-class", type)) {
        custom(thing, type);
      }
      return;
    }
    String qualified = module + "." + type;
    Effects.Effect effect = Effects.table().of(qualified);
    if (effect != null && effect.imported() == Severity.MALICIOUS) {
      thing.find(
          "keras/function",
          Severity.MALICIOUS,
          -1,
          "loading builds " + qualified + ", which " + effect.what(),
          qualified);
    } else if (NameTable.get().covers("keras-dangerous", qualified)) {
      thing.find(
          "keras/function",
          Severity.MALICIOUS,
          -1,
          "loading calls " + qualified + ", which downloads, writes or switches off a safeguard",
          qualified);
    } else if (!NameTable.get().covers("keras-module", qualified) || registered.indexOf('>') > 0) {
      custom(thing, registered.indexOf('>') > 0 ? registered : qualified);
    }
  }

  private static void custom(Inspection thing, String name) {
    thing.find(
        "keras/custom-object",
        "the model needs the class " + name + ", whose code is not part of Keras",
        name);
  }
}
