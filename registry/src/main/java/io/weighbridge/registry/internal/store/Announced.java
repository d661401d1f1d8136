package io.weighbridge.registry.internal.store;

import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.RepoFile;
import java.util.Optional;

/**
 * What an upstream says about bytes before they are fetched; every part of it is checked.
 *
 * @param scope who announces it: a repository of an upstream
 * @param size in bytes
 * @param sha256 of a large file, 64 lower-case hex digits
 * @param oid git blob SHA-1 of a small file, 40 lower-case hex digits; of a large file it is the
 *     pointer's and not of these bytes
 */
public record Announced(String scope, String path, long size, Optional<String> sha256, String oid) {

  public static Announced of(String upstream, ModelId model, RepoFile file) {
    return of(upstream + " " + model.key(), file);
  }

  public static Announced of(String scope, RepoFile file) {
    return new Announced(scope, file.path().text(), file.size(), file.sha256(), file.oid());
  }

  /**
   * Names the part file, and the fetch that others of the same repository join. What one repository
   * sends for a digest says nothing about another one that announces the same.
   */
  String key() {
    String claim = sha256.orElseGet(() -> "oid-" + oid);
    return claim + "-" + Digests.sha256(scope + "\0" + size).substring(0, 16);
  }
}
