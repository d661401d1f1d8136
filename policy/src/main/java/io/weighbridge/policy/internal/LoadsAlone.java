package io.weighbridge.policy.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which files can be left out so that what remains loads by itself. It does when
 *
 * <ol>
 *   <li>no configuration, tokenizer or processor file is missing ({@code loading.tsv});
 *   <li>no remaining file names missing code (auto_map and the like);
 *   <li>every model folder (one with a config) that loses a file still holds a complete set of safe
 *       weights: one file of a safe format and a standard name, or an index with every shard that
 *       it names, each judged safe;
 *   <li>at least one complete set of safe weights remains beside its config, or a GGUF file, which
 *       carries its own.
 * </ol>
 *
 * Folders without a config (exports to other frameworks, training leftovers) may lose anything.
 */
final class LoadsAlone {
  private final Map<String, FileFacts> files = new TreeMap<>();
  private final Map<String, List<FileFacts>> folders = new HashMap<>();
  private final Set<String> modelFolders = new HashSet<>();

  LoadsAlone(Collection<FileFacts> all) {
    for (FileFacts file : all) {
      files.put(file.path(), file);
      folders.computeIfAbsent(file.folder(), folder -> new ArrayList<>()).add(file);
      if (LoadingTable.config(file.name())) {
        modelFolders.add(file.folder());
      }
    }
  }

  /** Whether a complete set of safe weights stands beside its config now. */
  boolean safeWeights() {
    return !loadable(Set.of()).isEmpty();
  }

  /**
   * Of the files that a policy wants left out, those that cannot be missed, each with the reason.
   * Leaving out all others leaves a model that loads.
   */
  Map<String, String> cannotBeMissed(Set<String> unwanted) {
    var needed = new TreeMap<String, String>();
    var out = new HashSet<>(unwanted);
    while (!out.isEmpty()) {
      Map<String, String> more = needed(out);
      if (more.isEmpty()) {
        break;
      }
      needed.putAll(more);
      out.removeAll(more.keySet());
    }
    return needed;
  }

  private Map<String, String> needed(Set<String> out) {
    Set<String> loadable = loadable(out);
    var needed = new TreeMap<String, String>();
    for (String path : out) {
      FileFacts file = files.get(path);
      if (file == null || LoadingTable.companion(file.name())) {
        needed.put(path, "it is configuration or tokenizer");
      } else if (loadable.isEmpty()) {
        needed.put(path, "no complete safe weights would remain");
      } else if (modelFolders.contains(file.folder()) && !loadable.contains(file.folder())) {
        needed.put(path, "no complete safe weights would remain in its folder");
      }
    }
    for (FileFacts file : files.values()) {
      if (!out.contains(file.path())) {
        for (String code : file.code()) {
          if (out.contains(code)) {
            needed.put(code, file.path() + " names it as code");
          }
        }
      }
    }
    return needed;
  }

  /** Folders in which a complete set of safe weights remains beside its config. */
  private Set<String> loadable(Set<String> out) {
    var loadable = new HashSet<String>();
    folders.forEach(
        (folder, held) -> {
          List<FileFacts> kept = held.stream().filter(file -> !out.contains(file.path())).toList();
          boolean gguf =
              kept.stream().anyMatch(file -> file.safeWeights() && file.format().equals("gguf"));
          if (gguf || modelFolders.contains(folder) && complete(kept, out)) {
            loadable.add(folder);
          }
        });
    return loadable;
  }

  private boolean complete(List<FileFacts> kept, Set<String> out) {
    return kept.stream()
        .anyMatch(
            file ->
                file.shards().isPresent()
                    ? shardsRemain(file.shards().get(), out)
                    : file.safeWeights() && LoadingTable.standardWeights(file.name()));
  }

  private boolean shardsRemain(List<String> shards, Set<String> out) {
    return !shards.isEmpty()
        && shards.stream()
            .allMatch(
                shard ->
                    !out.contains(shard)
                        && files.containsKey(shard)
                        && files.get(shard).safeWeights());
  }
}
