package io.weighbridge.policy;

import java.util.List;
import java.util.Map;

/**
 * What the files of a revision say about each other, as far as loading needs it. Paths are relative
 * to the repository.
 *
 * @param shards weight index file to the weight files that it names
 * @param code configuration file to the Python files that it names (auto_map, custom pipelines)
 */
public record Links(Map<String, List<String>> shards, Map<String, List<String>> code) {
  public static final Links NONE = new Links(Map.of(), Map.of());

  public Links {
    shards = Map.copyOf(shards);
    code = Map.copyOf(code);
  }
}
