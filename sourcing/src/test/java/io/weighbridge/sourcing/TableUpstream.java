package io.weighbridge.sourcing;

import io.weighbridge.content.Content;
import io.weighbridge.hub.Commit;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.Discussion;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.HubWire;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Publisher;
import io.weighbridge.hub.Refs;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.hub.Upstream;
import io.weighbridge.json.Json;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An upstream that answers from one line of {@code repositories.jsonl}, and counts the questions.
 */
final class TableUpstream implements Upstream {
  private final Json repository;
  int asked;

  TableUpstream(Json repository) {
    this.repository = repository;
  }

  private void ask() {
    asked++;
    if (repository.bool("down").orElse(false)) {
      throw new HubException(Kind.UNAVAILABLE, "no answer");
    }
    if (repository.bool("gone").orElse(false)) {
      throw new HubException(Kind.REPO_NOT_FOUND, "gone");
    }
  }

  ModelInfo info() {
    return HubWire.readModel(repository.get("info").orElseThrow());
  }

  List<RepoFile> files() {
    return repository.items("files").stream()
        .map(path -> new RepoPath(path.asText().orElseThrow()))
        .map(path -> new RepoFile(path, 1, "0".repeat(40), Optional.empty(), 0))
        .toList();
  }

  @Override
  public String name() {
    return "table";
  }

  @Override
  public ModelInfo model(ModelId id, String revision) {
    ask();
    Json original = repository.get("original").orElse(Json.object().build());
    return HubWire.readModel(
        Json.object()
            .put("id", id.toString())
            .put("sha", "b".repeat(40))
            .put("downloads", original.get("downloads").orElse(Json.Null.NULL))
            .build());
  }

  @Override
  public Optional<Publisher> publisher(String namespace) {
    ask();
    Optional<Instant> oldest = repository.text("oldest").map(Instant::parse);
    Optional<Publisher> told =
        repository
            .get("organization")
            .map(answer -> HubWire.readPublisher(namespace, "organization", answer))
            .or(
                () ->
                    repository
                        .get("user")
                        .map(answer -> HubWire.readPublisher(namespace, "user", answer)));
    return told.isEmpty() && oldest.isEmpty()
        ? Optional.empty()
        : Optional.of(told.orElseGet(() -> Publisher.unknown(namespace)).withOldestModel(oldest));
  }

  @Override
  public List<Commit> commits(ModelId id, CommitId commit, int limit) {
    ask();
    return HubWire.readCommits(repository.get("commits").orElseThrow());
  }

  @Override
  public List<Discussion> discussions(ModelId id) {
    ask();
    return HubWire.readDiscussions(repository);
  }

  @Override
  public List<RepoFile> tree(ModelId id, CommitId commit) {
    throw new AssertionError("not asked for");
  }

  @Override
  public Refs refs(ModelId id) {
    throw new AssertionError("not asked for");
  }

  @Override
  public List<ModelInfo> search(ModelQuery query) {
    throw new AssertionError("not asked for");
  }

  @Override
  public boolean entitled(ModelId id, String token) {
    throw new AssertionError("not asked for");
  }

  @Override
  public Content open(ModelId id, CommitId commit, RepoFile file) {
    throw new AssertionError("no byte is read to assess a source");
  }

  @Override
  public InputStream stream(ModelId id, CommitId commit, RepoFile file, long offset) {
    throw new AssertionError("no byte is read to assess a source");
  }
}
