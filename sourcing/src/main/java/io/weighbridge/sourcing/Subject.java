package io.weighbridge.sourcing;

import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Upstream;
import io.weighbridge.json.Json;
import java.util.List;
import java.util.Map;

/**
 * What is to be assessed.
 *
 * @param asked the id that was asked for; another than the model's when it has been renamed
 * @param files every file of the commit, as the upstream lists it
 * @param licences SPDX ids that the card and the licence files state, where their text was read;
 *     empty when it was not
 * @param configs small JSON files of the commit by path, as far as they were read: what loaders
 *     obey ({@code config.json}, {@code model_index.json}, weight indexes)
 */
public record Subject(
    Upstream upstream,
    ModelId asked,
    ModelInfo model,
    List<RepoFile> files,
    List<String> licences,
    Map<String, Json> configs) {

  public Subject {
    files = List.copyOf(files);
    licences = List.copyOf(licences);
    configs = Map.copyOf(configs);
  }

  /** Of which no byte was read: what the upstream tells, and no more. */
  public static Subject told(Upstream upstream, ModelInfo model, List<RepoFile> files) {
    return new Subject(upstream, model.id(), model, files, List.of(), Map.of());
  }

  public Subject askedAs(ModelId id) {
    return new Subject(upstream, id, model, files, licences, configs);
  }
}
