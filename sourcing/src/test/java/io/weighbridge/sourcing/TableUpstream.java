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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream that answers from one line of {@code repositories.jsonl}, and counts the questions.
 */
final class TableUpstream implements Upstream {
  private final Json repository;
  final AtomicInteger asked = new AtomicInteger();

  TableUpstream(Json repository) {
    this.repository = repository;
  }

  private void ask() {
    asked.incrementAndGet();
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
    return repository.items("files").stream().map(TableUpstream::file).toList();
  }

  /** A path alone, or one with an oid where it matters that the file is another. */
  private static RepoFile file(Json told) {
    RepoPath path = new RepoPath(told.asText().or(() -> told.text("path")).orElseThrow());
    return new RepoFile(path, 1, told.text("oid").orElse("0".repeat(40)), Optional.empty(), 0);
  }

  Subject subject() {
    List<String> read =
        repository.items("read").stream().map(text -> text.asText().orElseThrow()).toList();
    Subject subject = new Subject(this, info().id(), info(), files(), read, Map.of());
    return repository
        .text("asked")
        .map(asked -> subject.askedAs(ModelId.parse(asked).orElseThrow()))
        .orElse(subject);
  }

  /** Another model than the line's, as if it were at this upstream. */
  Subject subject(ModelInfo model, List<RepoFile> files, Map<String, Json> configs) {
    return new Subject(this, model.id(), model, files, List.of(), configs);
  }

  /** What the line says was admitted before. */
  OnRecord record() {
    Optional<Json> admitted = repository.get("admitted");
    return new OnRecord() {
      @Override
      public Optional<Admitted> lastAdmitted(ModelId id) {
        return admitted
            .filter(told -> id.equals(info().id()) && told.bool("other").isEmpty())
            .map(TableUpstream.this::admitted);
      }

      @Override
      public Optional<Admitted> lastAdmittedOf(String namespace) {
        return admitted
            .filter(told -> namespace.equals(info().id().namespace()))
            .map(TableUpstream.this::admitted);
      }
    };
  }

  private OnRecord.Admitted admitted(Json told) {
    var info =
        Json.object()
            .put("id", info().id().toString())
            .put("sha", told.text("commit").orElseThrow())
            .put("createdAt", told.get("createdAt").orElse(Json.Null.NULL))
            .put(
                "cardData",
                Json.object().put("license", told.text("licence").orElseThrow()).build());
    var facts = new ArrayList<Json>();
    if (told.get("facts").orElseThrow() instanceof Json.Obj(var fields)) {
      fields.forEach(
          (name, value) -> facts.add(Json.object().put("name", name).put("value", value).build()));
    }
    return new OnRecord.Admitted(
        "admitted here",
        told.text("upstream").orElseThrow(),
        HubWire.readModel(info.build()),
        told.items("files").stream().map(TableUpstream::file).toList(),
        Json.object().put("facts", Json.array(facts)).build(),
        List.of(),
        Instant.parse(told.text("at").orElseThrow()));
  }

  @Override
  public String name() {
    return "table";
  }

  @Override
  public ModelInfo model(ModelId id, String revision) {
    ask();
    Optional<Json> bases = repository.get("bases");
    if (bases.isPresent() && bases.get() instanceof Json.Obj(var named)) {
      if (!(named.get(id.toString()) instanceof Json.Obj(var fields))) {
        throw new HubException(Kind.REPO_NOT_FOUND, "no such model");
      }
      var base = Json.object().put("id", id.toString()).put("sha", "b".repeat(40));
      fields.forEach(base::put);
      return HubWire.readModel(base.build());
    }
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
    Optional<Instant> author =
        repository.get("authors").flatMap(known -> known.text(namespace)).map(Instant::parse);
    if (author.isPresent()) {
      return Optional.of(Publisher.unknown(namespace).withOldestModel(author));
    }
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
