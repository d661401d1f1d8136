package io.weighbridge.vetting.internal;

import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import io.weighbridge.policy.Links;
import io.weighbridge.vetting.Artifact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads from configuration files which other files loading needs: shards of a weight index ({@code
 * weight_map}), Python modules ({@code auto_map}, custom pipelines, diffusers components,
 * sentence-transformers modules). Reads names only; whether a file is harmless is the scanner's
 * word.
 */
public final class LinkReader {
  private static final Set<String> CONFIGS =
      Set.of(
          "config.json",
          "tokenizer_config.json",
          "processor_config.json",
          "preprocessor_config.json",
          "image_processor_config.json",
          "video_preprocessor_config.json",
          "generation_config.json",
          "adapter_config.json",
          "model_index.json",
          "modules.json");
  private static final int MOST_CONFIGS = 2_000;
  private static final int MOST_KEPT = 200;
  private static final int DEEPEST = 8;

  private final Set<String> paths;
  private final Map<String, List<String>> shards = new HashMap<>();
  private final Map<String, List<String>> code = new HashMap<>();

  private final Map<String, Json> kept = new HashMap<>();

  /**
   * What was read.
   *
   * @param configs the configurations themselves, by path, for whoever asks what loaders would do
   */
  public record Read(Links links, Map<String, Json> configs) {
    public Read {
      configs = Map.copyOf(configs);
    }
  }

  private LinkReader(Set<String> paths) {
    this.paths = paths;
  }

  public static Read read(List<Artifact> artifacts) {
    var reader =
        new LinkReader(
            artifacts.stream()
                .map(artifact -> artifact.file().path().text())
                .collect(Collectors.toUnmodifiableSet()));
    artifacts.stream()
        .filter(artifact -> interesting(artifact.file().path()))
        .limit(MOST_CONFIGS)
        .forEach(reader::file);
    return new Read(new Links(reader.shards, reader.code), reader.kept);
  }

  private static boolean interesting(RepoPath path) {
    return path.text().endsWith(".index.json") || CONFIGS.contains(path.fileName());
  }

  private void file(Artifact artifact) {
    String path = artifact.file().path().text();
    Optional<Json> json = json(artifact);
    if (kept.size() < MOST_KEPT) {
      json.ifPresent(config -> kept.put(path, config));
    }
    if (path.endsWith(".index.json")) {
      // an index that cannot be read names no shard, so no set of weights is complete by it
      shards.put(path, json.map(index -> shardsOf(folder(path), index)).orElse(List.of()));
      return;
    }
    var modules = new TreeSet<String>();
    json.ifPresent(config -> modules(path, config, modules));
    if (!modules.isEmpty()) {
      code.put(path, List.copyOf(modules));
    }
  }

  private static Optional<Json> json(Artifact artifact) {
    long size = artifact.file().size();
    if (size > JsonLimits.STANDARD.bytes()) {
      return Optional.empty();
    }
    try (Content content = artifact.open().get()) {
      if (content.size() != size) {
        return Optional.empty();
      }
      return Optional.of(Json.parse(content.bytes(0, (int) size), JsonLimits.STANDARD));
    } catch (JsonException | ContentException e) {
      return Optional.empty(); // the scanner says so in a finding of its own
    }
  }

  private static List<String> shardsOf(String folder, Json index) {
    var names = new TreeSet<String>();
    if (index.get("weight_map").orElse(Json.Null.NULL) instanceof Json.Obj(var map)) {
      for (Json shard : map.values()) {
        Optional<RepoPath> path = shard.asText().flatMap(text -> RepoPath.parse(folder + text));
        if (path.isEmpty()) {
          return List.of();
        }
        names.add(path.get().text());
      }
    }
    return List.copyOf(names);
  }

  private void modules(String path, Json config, Set<String> found) {
    String folder = folder(path);
    switch (path.substring(folder.length())) {
      case "model_index.json" -> components(folder, config, found);
      case "modules.json" -> {
        if (config instanceof Json.Arr(var items)) {
          items.forEach(item -> item.text("type").ifPresent(type -> named(folder, type, found)));
        }
      }
      default -> {}
    }
    autoMaps(folder, config, 0, found);
  }

  /** {@code "auto_map": {"AutoModel": "modeling_x.X"}}, also below the top and in lists. */
  private void autoMaps(String folder, Json json, int depth, Set<String> found) {
    if (depth > DEEPEST) {
      return;
    }
    switch (json) {
      case Json.Obj(var fields) ->
          fields.forEach(
              (name, value) -> {
                if (name.equals("auto_map") || name.equals("custom_pipelines")) {
                  texts(value, depth).forEach(text -> named(folder, text, found));
                }
                autoMaps(folder, value, depth + 1, found);
              });
      case Json.Arr(var items) -> items.forEach(item -> autoMaps(folder, item, depth + 1, found));
      default -> {}
    }
  }

  private static List<String> texts(Json json, int depth) {
    if (depth > DEEPEST) {
      return List.of();
    }
    return switch (json) {
      case Json.Str(var text) -> List.of(text);
      case Json.Arr(var items) ->
          items.stream().flatMap(item -> texts(item, depth + 1).stream()).toList();
      case Json.Obj(var fields) ->
          fields.values().stream().flatMap(value -> texts(value, depth + 1).stream()).toList();
      default -> List.of();
    };
  }

  /** diffusers: {@code "unet": ["my_unet", "MyUNet"]} loads unet/my_unet.py when it is there. */
  private void components(String folder, Json index, Set<String> found) {
    if (index instanceof Json.Obj(var fields)) {
      fields.forEach(
          (name, value) -> {
            var texts = new ArrayList<>(texts(value, 0));
            if (value instanceof Json.Arr && !texts.isEmpty()) {
              present(folder + name + "/" + texts.getFirst() + ".py", found);
              present(folder + texts.getFirst() + ".py", found);
            }
          });
    }
  }

  /**
   * {@code module.Class}, in this repository when its file is; {@code other/repo--module.Class}.
   */
  private void named(String folder, String reference, Set<String> found) {
    int dot = reference.lastIndexOf('.');
    if (dot > 0 && !reference.contains("--")) {
      String module = reference.substring(0, dot);
      present(folder + module.replace('.', '/') + ".py", found);
      present(module.replace('.', '/') + ".py", found);
    }
  }

  private void present(String path, Set<String> found) {
    if (paths.contains(path)) {
      found.add(path);
    }
  }

  /** With its slash; empty at the root. */
  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
