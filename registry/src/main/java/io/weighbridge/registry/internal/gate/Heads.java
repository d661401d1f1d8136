package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Refs;
import io.weighbridge.hub.Upstream;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Branches and tags of models, as their upstreams told them a moment ago; many ask here, one asks
 * there. Thread-safe.
 */
final class Heads {
  private static final int MOST_MODELS = 1_000;
  private static final int HISTORY = 1_000;
  private static final int MOST_BRANCHES = 8;

  private final Duration believed;
  private final Recent<Refs> known;
  private final SingleFlight<Refs> asking = new SingleFlight<>();

  Heads(Duration believed, Clock clock) {
    this.believed = believed;
    this.known = new Recent<>(clock, MOST_MODELS);
  }

  /** Whether a commit is on a branch or tag: else whoever opens a pull request could serve it. */
  boolean reach(Upstream upstream, ModelId id, CommitId commit) {
    if (isHead(of(upstream, id, false), commit)) {
      return true;
    }
    Refs refs = of(upstream, id, true);
    if (isHead(refs, commit)) {
      return true;
    }
    return refs.branches().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(n -> !n.equals("main"))))
        .map(Map.Entry::getValue)
        .limit(MOST_BRANCHES)
        .anyMatch(
            head ->
                upstream.commits(id, head, HISTORY).stream()
                    .map(Commit::id)
                    .anyMatch(commit::equals));
  }

  private static boolean isHead(Refs refs, CommitId commit) {
    return Stream.concat(refs.branches().values().stream(), refs.tags().values().stream())
        .anyMatch(commit::equals);
  }

  /** A model's branches and tags; {@code anew} asks even if they are known. */
  Refs of(Upstream upstream, ModelId id, boolean anew) {
    String key = upstream.name() + "\0" + id.key();
    return asking.get(
        key + (anew ? "\0anew" : ""),
        () ->
            (anew ? Optional.<Refs>empty() : known.get(key))
                .orElseGet(
                    () -> {
                      Refs refs = upstream.refs(id);
                      known.put(key, refs, believed);
                      return refs;
                    }));
  }
}
