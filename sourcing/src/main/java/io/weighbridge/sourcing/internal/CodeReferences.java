package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The Python that a configuration names: {@code auto_map} and {@code custom_pipelines} of
 * transformers, components of diffusers, modules of sentence-transformers. {@code
 * other/repo--module.Class} is code of another repository.
 */
final class CodeReferences {
  private static final int DEEPEST = 8;

  private final String folder;
  private final Set<String> paths;
  private final Set<String> here = new LinkedHashSet<>();
  private final Set<String> elsewhere = new LinkedHashSet<>();

  CodeReferences(String folder, Json config, Set<String> paths) {
    this.folder = folder;
    this.paths = paths;
    switch (config) {
      case Json.Arr(var items) ->
          items.forEach(item -> item.text("type").ifPresent(this::reference));
      case Json.Obj(var fields) ->
          fields.forEach(
              (name, value) -> {
                if (value instanceof Json.Arr) {
                  component(name, value);
                }
              });
      default -> {}
    }
    maps(config, 0);
  }

  Set<String> here() {
    return here;
  }

  Set<String> elsewhere() {
    return elsewhere;
  }

  private void maps(Json json, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    switch (json) {
      case Json.Obj(var fields) ->
          fields.forEach(
              (name, value) -> {
                if (name.equals("auto_map")) {
                  texts(value, depth).forEach(this::reference);
                } else if (name.equals("custom_pipelines")) {
                  pipelines(value);
                }
                maps(value, depth + 1);
              });
      case Json.Arr(var items) -> items.forEach(item -> maps(item, depth + 1));
      default -> {}
    }
  }

  private void pipelines(Json value) {
    if (value instanceof Json.Obj(var tasks)) {
      tasks.values().forEach(task -> task.text("impl").ifPresent(this::reference));
    }
  }

  private static List<String> texts(Json json, int depth) {
    var found = new ArrayList<String>();
    switch (json) {
      case Json.Str(var text) -> found.add(text);
      case Json.Arr(var items) when depth < DEEPEST ->
          items.forEach(item -> found.addAll(texts(item, depth + 1)));
      case Json.Obj(var fields) when depth < DEEPEST ->
          fields.values().forEach(value -> found.addAll(texts(value, depth + 1)));
      default -> {}
    }
    return found;
  }

  // diffusers: "unet": ["my_unet", "MyUNet"] is unet/my_unet.py, "_class_name" the pipeline's own.
  private void component(String name, Json value) {
    List<String> texts = texts(value, 0);
    if (!texts.isEmpty()) {
      present(folder + name + "/" + texts.getFirst() + ".py");
      present(folder + texts.getFirst() + ".py");
    }
  }

  private void reference(String reference) {
    int border = reference.indexOf("--");
    if (border > 0) {
      ModelId.parse(reference.substring(0, border))
          .ifPresent(other -> elsewhere.add(other.toString()));
      return;
    }
    int dot = reference.lastIndexOf('.');
    if (dot > 0) {
      String module = reference.substring(0, dot);
      present(folder + module.replace('.', '/') + ".py");
      present(module.replace('.', '/') + ".py");
    }
  }

  private void present(String path) {
    if (paths.contains(path)) {
      here.add(path);
    }
  }
}
