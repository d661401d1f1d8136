package io.weighbridge.hub;

import java.util.Map;

/** Branches and tags of a repository, name to commit. Pull-request refs are not kept. */
public record Refs(Map<String, CommitId> branches, Map<String, CommitId> tags) {
  public Refs {
    branches = Map.copyOf(branches);
    tags = Map.copyOf(tags);
  }
}
