package io.weighbridge.hub;

import io.weighbridge.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an upstream says about a model at a commit. Claims, not facts: nothing here is trusted
 * further than its source, and what is absent is unknown.
 *
 * @param gated {@code false}, {@code auto} or {@code manual}
 * @param cardData metadata block of the model card
 * @param raw the answer itself, size-limited
 */
public record ModelInfo(
    ModelId id,
    CommitId commit,
    Optional<String> author,
    Optional<Instant> createdAt,
    Optional<Instant> lastModified,
    String gated,
    boolean isPrivate,
    boolean disabled,
    OptionalLong downloads,
    OptionalLong likes,
    List<String> tags,
    Optional<String> pipelineTag,
    Optional<String> libraryName,
    Json cardData,
    Json config,
    Json raw) {

  public ModelInfo {
    tags = List.copyOf(tags);
  }

  public boolean isGated() {
    return !gated.equals("false");
  }
}
