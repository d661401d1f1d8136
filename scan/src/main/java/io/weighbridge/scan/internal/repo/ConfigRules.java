package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.NameTable;
import io.weighbridge.scan.internal.jinja.Template;
import java.util.List;
import java.util.Map;

/**
 * What configuration of transformers, diffusers, PEFT and sentence-transformers makes a loader run.
 *
 * <p>Sources: transformers {@code dynamic_module_utils.py} (auto_map), {@code
 * pipelines/__init__.py} (custom_pipelines), CVE-2026-4372 (_attn_implementation_internal);
 * diffusers {@code pipeline_loading_utils.py}; PEFT {@code config.py}; sentence-transformers {@code
 * SentenceTransformer.py}.
 */
final class ConfigRules {
  private static final List<String> ATTENTION =
      List.of("_attn_implementation_internal", "_attn_implementation", "attn_implementation");

  private ConfigRules() {}

  static void judge(Inspection thing, Json document) {
    if (document instanceof Json.Arr(var items)) {
      modules(thing, items);
      return;
    }
    if (!(document instanceof Json.Obj(var fields))) {
      return;
    }
    level(thing, fields, 0);
    templates(thing, document);
    if (document.get("_class_name").isPresent() && document.get("_diffusers_version").isPresent()
        || thing.baseName().equals("model_index.json")) {
      Diffusers.judge(thing, fields);
    }
    if (document.text("template_format").filter("jinja2"::equals).isPresent()) {
      document.text("template").ifPresent(text -> Template.judge(thing, text, "template"));
    }
    document
        .text("base_model_name_or_path")
        .filter(path -> path.startsWith("/") || path.contains("..") || path.contains("\\"))
        .ifPresent(
            path ->
                thing.find(
                    "config/path-outside",
                    "the adapter's base model is a path outside of the repository",
                    "base_model_name_or_path: " + path));
    if (document.get("weight_map").orElse(Json.Null.NULL) instanceof Json.Obj(var shards)) {
      weightMap(thing, shards);
    }
    document
        .get("model")
        .flatMap(model -> model.text("handler"))
        .filter(handler -> handler.endsWith(".py"))
        .ifPresent(
            handler -> code(thing, handler, "the archive's manifest names it as its handler"));
  }

  /** The index of a sharded model names its files. */
  private static void weightMap(Inspection thing, Map<String, Json> shards) {
    for (Json shard : shards.values()) {
      if (shard instanceof Json.Str(var path)
          && (path.startsWith("/") || path.contains("..") || path.contains(":"))) {
        thing.find(
            "config/path-outside", "a shard of the model lies outside of the repository", path);
        return;
      }
    }
  }

  /** Nested configurations (text_config, vision_config…) are read by the same loaders. */
  private static void level(Inspection thing, Map<String, Json> fields, int depth) {
    Json map = fields.get("auto_map");
    if (map instanceof Json.Obj(var entries)) {
      for (var entry : entries.entrySet()) {
        references(thing, "auto_map." + entry.getKey(), entry.getValue());
      }
    } else if (map != null) {
      references(thing, "auto_map", map);
    }
    if (fields.get("custom_pipelines") instanceof Json.Obj(var pipelines)) {
      for (var pipeline : pipelines.entrySet()) {
        pipeline
            .getValue()
            .get("impl")
            .ifPresent(impl -> references(thing, "custom_pipelines." + pipeline.getKey(), impl));
      }
    }
    for (String field : ATTENTION) {
      if (fields.get(field) instanceof Json.Str(var value) && value.indexOf('/') >= 0) {
        thing.find(
            "config/kernel-from-hub",
            field + " names a repository, whose kernel is downloaded and run",
            field + ": " + value);
      }
    }
    if (fields.get("custom_generate") instanceof Json.Str(var repository)
        && repository.indexOf('/') > 0) {
      thing.find(
          "config/remote-code",
          "generation loads code from another repository, " + repository,
          "custom_generate: " + repository);
    }
    if (fields.get("trust_remote_code") instanceof Json.Bool(var trusted) && trusted) {
      thing.find(
          "config/trusts-remote-code",
          "asks loaders to run code that comes with a model",
          "trust_remote_code: true");
    }
    if (fields.get("parent_library") instanceof Json.Str(var library)
        && !NameTable.get().covers("target-library", library + ".")) {
      thing.find(
          "config/remote-code",
          "loading the adapter imports the module " + library,
          "parent_library: " + library);
    }
    if (depth < 8) {
      for (Json value : fields.values()) {
        if (value instanceof Json.Obj(var deeper)) {
          level(thing, deeper, depth + 1);
        }
      }
    }
  }

  private static void references(Inspection thing, String field, Json value) {
    switch (value) {
      case Json.Str(var reference) -> reference(thing, field, reference);
      case Json.Arr(var items) -> {
        for (Json item : items) {
          references(thing, field, item);
        }
      }
      default -> {}
    }
  }

  private static void reference(Inspection thing, String field, String reference) {
    int elsewhere = reference.indexOf("--");
    if (elsewhere >= 0) {
      thing.find(
          "config/remote-code",
          "loads code from another repository, " + reference.substring(0, elsewhere),
          field + ": " + reference);
      return;
    }
    int dot = reference.lastIndexOf('.');
    String module = dot < 0 ? reference : reference.substring(0, dot);
    code(thing, module.replace('.', '/') + ".py", field + " of " + thing.name());
  }

  /** Notes that a loader runs a file beside this one. */
  static void code(Inspection thing, String relative, String by) {
    if (thing.nested()) {
      return; // code inside an archive is judged as code that runs
    }
    thing.facts().name(Facts.Use.CODE, beside(thing.name(), relative), by);
  }

  static String beside(String path, String relative) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? relative : path.substring(0, slash + 1) + relative;
  }

  private static void templates(Inspection thing, Json document) {
    document.get("chat_template").ifPresent(value -> template(thing, value, "chat_template"));
    document
        .get("default_chat_template")
        .ifPresent(value -> template(thing, value, "default_chat_template"));
  }

  private static void template(Inspection thing, Json value, String where) {
    switch (value) {
      case Json.Str(var source) -> Template.judge(thing, source, where);
      case Json.Arr(var items) -> {
        for (Json item : items) {
          String name = item.text("name").orElse("");
          templateName(thing, name);
          String place = name.isEmpty() ? where : where + "." + name;
          item.get("template").ifPresent(inner -> template(thing, inner, place));
        }
      }
      case Json.Obj(var named) -> {
        for (var entry : named.entrySet()) {
          templateName(thing, entry.getKey());
          template(thing, entry.getValue(), where + "." + entry.getKey());
        }
      }
      default -> {}
    }
  }

  /** The name of a template is the name of its file when the tokenizer is saved. */
  private static void templateName(Inspection thing, String name) {
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.equals("..")) {
      thing.find(
          "config/path-outside",
          Severity.MALICIOUS,
          -1,
          "saving writes a chat template to a path that its name chooses (CVE-2026-9856)",
          "chat_template: " + name);
    }
  }

  /** {@code modules.json} of sentence-transformers: a list of modules by class name. */
  private static void modules(Inspection thing, List<Json> items) {
    for (Json item : items) {
      if (item.get("idx").isEmpty() && item.get("path").isEmpty()) {
        continue;
      }
      item.text("type")
          .filter(type -> type.indexOf('.') > 0 && !type.startsWith("sentence_transformers."))
          .ifPresent(
              type ->
                  thing.find(
                      "config/remote-code",
                      Severity.SUSPICIOUS,
                      -1,
                      "a module of the model is a class that is imported by name",
                      "type: " + type));
    }
  }
}
