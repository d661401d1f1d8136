package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Loading;
import io.weighbridge.sourcing.Loading.Fetched;
import io.weighbridge.sourcing.Loading.Runs;
import io.weighbridge.sourcing.Subject;
import io.weighbridge.sourcing.internal.LoaderTable.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Goes through a loader's steps as it would, over the list of files and the configurations. */
public final class LoadingPlan {
  private static final int MOST_FOLDERS = 100;

  private final ModelInfo model;
  private final Map<String, List<String>> names = new HashMap<>(); // folder, with its slash: names
  private final Set<String> paths = new LinkedHashSet<>();
  private final Map<String, Json> configs = new HashMap<>();

  public LoadingPlan(Subject subject) {
    this.model = subject.model();
    subject
        .files()
        .forEach(
            file -> {
              String path = file.path().text();
              paths.add(path);
              names.computeIfAbsent(folder(path), at -> new ArrayList<>()).add(name(path));
            });
    if (model.config() instanceof Json.Obj && paths.contains("config.json")) {
      configs.put("config.json", model.config()); // what the upstream read of it
    }
    configs.putAll(subject.configs());
  }

  /** Every loader that the repository is for. */
  public List<Loading> loadings() {
    return LoaderTable.LOADERS.keySet().stream().filter(this::applies).map(this::loading).toList();
  }

  private boolean applies(String loader) {
    return LoaderTable.steps(loader, "applies").stream().anyMatch(this::applies);
  }

  // A configuration that was not read may hold any key.
  private boolean applies(Row row) {
    boolean there = rootNames().stream().anyMatch(row::matches);
    Json config = configs.get(row.file());
    return there && (row.key().isEmpty() || config == null || config.get(row.key()).isPresent());
  }

  private List<String> rootNames() {
    return names.getOrDefault("", List.of());
  }

  private Loading loading(String loader) {
    Map<String, Fetched> fetched = new LinkedHashMap<>();
    var elsewhere = new LinkedHashSet<String>();
    Set<String> folders = folders(loader);
    for (Row row : LoaderTable.steps(loader, "reads")) {
      for (String folder : folders) {
        names.getOrDefault(folder, List.of()).stream()
            .filter(row::matches)
            .forEach(name -> add(fetched, folder + name, row));
      }
    }
    boolean complete = false;
    for (String folder : folders) {
      complete |= weights(LoaderTable.steps(loader, "weights"), folder, fetched);
    }
    for (Row row : LoaderTable.steps(loader, "code")) {
      folders.forEach(folder -> code(folder, row, fetched, elsewhere));
    }
    for (Row row : LoaderTable.steps(loader, "base")) {
      Optional.ofNullable(configs.get(row.file()))
          .flatMap(config -> config.text(row.key()))
          .flatMap(ModelId::parse)
          .ifPresent(base -> elsewhere.add(base.toString()));
    }
    return new Loading(
        loader,
        filled(LoaderTable.steps(loader, "call").getFirst().pattern()),
        List.copyOf(fetched.values()),
        List.copyOf(elsewhere),
        complete,
        safeArguments(loader),
        obstacle(loader, fetched.values()));
  }

  private static void add(Map<String, Fetched> fetched, String path, Row row) {
    fetched.merge(
        path,
        new Fetched(path, row.runs(), row.under()),
        (a, b) -> a.runs().compareTo(b.runs()) >= 0 ? a : b);
  }

  /** The root, and the folders that the loader's own index names; all, where it was not read. */
  private Set<String> folders(String loader) {
    var folders = new TreeSet<String>();
    folders.add("");
    for (Row row : LoaderTable.steps(loader, "folders")) {
      Json index = configs.get(row.file());
      if (index == null) {
        folders.addAll(names.keySet());
        continue;
      }
      named(index)
          .filter(folder -> names.containsKey(folder + "/"))
          .limit(MOST_FOLDERS)
          .forEach(folder -> folders.add(folder + "/"));
    }
    return folders;
  }

  private static java.util.stream.Stream<String> named(Json index) {
    return switch (index) {
      case Json.Obj(var fields) -> fields.keySet().stream();
      case Json.Arr(var items) -> items.stream().flatMap(item -> item.text("path").stream());
      default -> java.util.stream.Stream.empty();
    };
  }

  private boolean weights(List<Row> alternatives, String folder, Map<String, Fetched> fetched) {
    for (Row row : alternatives) {
      List<String> found =
          names.getOrDefault(folder, List.of()).stream().filter(row::matches).toList();
      if (!found.isEmpty()) {
        for (String name : found) {
          if (name.endsWith(".index.json")) {
            fetched.put(folder + name, new Fetched(folder + name, Runs.DATA, ""));
            shards(folder, name).forEach(shard -> add(fetched, shard, row));
          } else {
            add(fetched, folder + name, row);
          }
        }
        return true;
      }
    }
    return false;
  }

  /** By the index where it was read, else by the name that shards carry. */
  private List<String> shards(String folder, String index) {
    Json content = configs.get(folder + index);
    if (content != null && content.get("weight_map").orElse(null) instanceof Json.Obj(var map)) {
      return map.values().stream()
          .flatMap(shard -> shard.asText().stream())
          .distinct()
          .map(shard -> folder + shard)
          .filter(paths::contains)
          .sorted()
          .toList();
    }
    String stem = index.substring(0, index.indexOf('.'));
    String ending = index.substring(index.indexOf('.'), index.length() - ".index.json".length());
    return names.getOrDefault(folder, List.of()).stream()
        .filter(name -> name.startsWith(stem + "-") && name.endsWith(ending))
        .map(name -> folder + name)
        .sorted()
        .toList();
  }

  private void code(String folder, Row row, Map<String, Fetched> fetched, Set<String> elsewhere) {
    Json config = configs.get(folder + row.file());
    boolean there = paths.contains(folder + row.file());
    if (!there) {
      return;
    }
    if (config == null) {
      return; // not read: the scanner's word on the files stands alone
    }
    var references = new CodeReferences(folder, config, paths);
    elsewhere.addAll(references.elsewhere());
    for (String path : references.here()) {
      add(fetched, path, row);
      // Code may import its neighbours, and loaders then fetch those too.
      names.getOrDefault(folder(path), List.of()).stream()
          .filter(name -> name.endsWith(".py"))
          .forEach(
              name ->
                  fetched.putIfAbsent(
                      folder(path) + name,
                      new Fetched(
                          folder(path) + name,
                          Runs.CODE,
                          row.under() + ", if " + name(path) + " imports it")));
    }
  }

  private List<String> safeArguments(String loader) {
    return LoaderTable.steps(loader, "safe").stream().map(row -> filled(row.pattern())).toList();
  }

  private String filled(String text) {
    return text.replace("{id}", model.id().toString()).replace("{commit}", model.commit().hex());
  }

  private static String obstacle(String loader, Iterable<Fetched> fetched) {
    boolean rulesOutPickle =
        LoaderTable.steps(loader, "safe").stream().anyMatch(row -> row.runsText().equals("pickle"));
    for (Fetched file : fetched) {
      if (file.runs() == Runs.PICKLE) {
        return rulesOutPickle
            ? "there are no safetensors to load instead of " + file.path()
            : file.path() + " is unpickled whatever the arguments are";
      }
    }
    for (Fetched file : fetched) {
      if (file.runs() == Runs.CODE && !file.under().contains(" imports it")) {
        return "it needs its own code (" + file.path() + ")";
      }
    }
    return "";
  }

  static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
