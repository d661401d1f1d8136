package io.weighbridge.hub;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One commit of a repository's history, as the upstream tells it. */
public record Commit(
    CommitId id, String title, String message, List<String> authors, Optional<Instant> date) {
  public Commit {
    authors = List.copyOf(authors);
  }
}
