package io.weighbridge.hub;

import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.internal.HubClient;
import io.weighbridge.hub.internal.Listing;
import io.weighbridge.hub.internal.Routes;
import io.weighbridge.hub.internal.Wire;
import io.weighbridge.json.Json;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Hub over HTTP: huggingface.co, a mirror, another Weighbridge. Nothing that it answers is
 * trusted further than it must be: sizes, depths, page counts and times are bounded, paths and
 * digests are validated, redirects are followed by our rules (https, or http to configured hosts;
 * at most five; no circle; no forbidden address at the moment of connecting), and the token goes to
 * the hub's own origin only. What may pass (429, 5xx, broken connections) is retried within a
 * bound.
 *
 * <pre>{@code
 * var options = HttpUpstreamOptions.of("hub", URI.create("https://huggingface.co"));
 * try (var hub = new HttpUpstream(options)) {
 *   ModelInfo info = hub.model(new ModelId("org", "name"), "main");
 * }
 * }</pre>
 */
public final class HttpUpstream implements Upstream {
  private final HttpUpstreamOptions options;
  private final Routes routes;
  private final Wire wire;
  private final HubClient client;

  public HttpUpstream(HttpUpstreamOptions options) {
    this(options, new Wire(options, Thread::sleep));
  }

  HttpUpstream(HttpUpstreamOptions options, Wire wire) {
    this.options = options;
    this.routes = Routes.of(options.endpoint());
    this.wire = wire;
    this.client = new HubClient(wire);
  }

  @Override
  public String name() {
    return options.name();
  }

  @Override
  public ModelInfo model(ModelId id, String revision) {
    return checked(
        id,
        revision,
        client.json(routes.model(id, revision), id + label(revision), Kind.REPO_NOT_FOUND));
  }

  private static ModelInfo checked(ModelId id, String revision, Json answer) {
    ModelInfo model = HubWire.readModel(answer);
    if (CommitId.isFull(revision) && !model.commit().hex().equals(revision)) {
      throw new HubException(
          Kind.BAD_ANSWER, "the upstream answered with another commit than asked for: " + id);
    }
    return model;
  }

  /** One request; a second and more where the answer does not list usable files. */
  @Override
  public Described describe(ModelId id, String revision) {
    Json answer =
        client.json(routes.described(id, revision), id + label(revision), Kind.REPO_NOT_FOUND);
    ModelInfo model = checked(id, revision, answer);
    List<RepoFile> files =
        HubWire.readSiblings(answer)
            .map(Listing::checked)
            .orElseGet(() -> tree(model.id(), model.commit()));
    return new Described(model, files);
  }

  private static String label(String revision) {
    return revision.isEmpty() ? "" : " at " + revision;
  }

  @Override
  public List<RepoFile> tree(ModelId id, CommitId commit) {
    var files = new ArrayList<RepoFile>();
    int[] entries = new int[1];
    client.pages(
        routes.tree(id, commit),
        "the files of " + id,
        page -> {
          files.addAll(HubWire.readTree(page));
          entries[0] += page instanceof Json.Arr(var items) ? items.size() : 0;
          if (entries[0] > Listing.MOST_ENTRIES) {
            throw new HubException(
                Kind.BAD_ANSWER,
                "the upstream lists more than " + Listing.MOST_ENTRIES + " files and folders");
          }
          return true;
        });
    return Listing.checked(files);
  }

  @Override
  public Refs refs(ModelId id) {
    return HubWire.readRefs(client.json(routes.refs(id), "the refs of " + id, Kind.REPO_NOT_FOUND));
  }

  @Override
  public List<Commit> commits(ModelId id, CommitId commit, int limit) {
    var commits = new ArrayList<Commit>();
    client.pages(
        routes.commits(id, commit, limit),
        "the history of " + id,
        page -> {
          commits.addAll(HubWire.readCommits(page));
          return commits.size() < limit;
        });
    return List.copyOf(commits.subList(0, Math.min(limit, commits.size())));
  }

  @Override
  public List<ModelInfo> search(ModelQuery query) {
    var found = new ArrayList<ModelInfo>();
    client.pages(
        routes.search(query),
        "a search",
        page -> {
          if (!(page instanceof Json.Arr(var items))) {
            throw new HubException(Kind.BAD_ANSWER, "the upstream answered a search with no list");
          }
          for (Json item : items) {
            // An entry without a commit cannot be asked for further; it is left out.
            if (item.text("sha").filter(CommitId::isFull).isPresent()) {
              found.add(HubWire.readModel(item));
            }
          }
          return found.size() < query.limit();
        });
    return List.copyOf(found.subList(0, Math.min(query.limit(), found.size())));
  }

  /**
   * At most three requests: organisation, else user, and its oldest model where no date is told.
   */
  @Override
  public Optional<Publisher> publisher(String namespace) {
    Optional<Publisher> told =
        overview("organizations", "organization", namespace)
            .or(() -> overview("users", "user", namespace));
    if (told.isPresent() && told.get().createdAt().isPresent()) {
      return told;
    }
    Optional<Instant> oldest =
        search(ModelQuery.oldestOf(namespace)).stream()
            .filter(model -> model.id().namespace().equalsIgnoreCase(namespace))
            .flatMap(model -> model.createdAt().stream())
            .findFirst();
    if (told.isEmpty() && oldest.isEmpty()) {
      return Optional.empty();
    }
    Publisher publisher = told.orElseGet(() -> Publisher.unknown(namespace));
    return Optional.of(publisher.withOldestModel(oldest));
  }

  private Optional<Publisher> overview(String kinds, String kind, String namespace) {
    return client
        .jsonIfThere(routes.overview(kinds, namespace), "the publisher " + namespace)
        .map(answer -> HubWire.readPublisher(namespace, kind, answer));
  }

  @Override
  public List<Discussion> discussions(ModelId id) {
    return client
        .jsonIfThere(routes.discussions(id), "the discussions of " + id)
        .map(HubWire::readDiscussions)
        .orElse(List.of());
  }

  @Override
  public boolean entitled(ModelId id, String token) {
    return client.succeeds(routes.authCheck(id), token);
  }

  /** Fetched in parts as it is read; see {@link RemoteContent}. */
  @Override
  public RemoteContent open(ModelId id, CommitId commit, RepoFile file) {
    return client.content(routes.resolve(id, commit, file.path()), commit, file);
  }

  /** Broken connections are taken up again where they broke. */
  @Override
  public InputStream stream(ModelId id, CommitId commit, RepoFile file, long offset) {
    if (offset < 0 || offset > file.size()) {
      throw new IllegalArgumentException("offset " + offset + " of " + file.size());
    }
    return client.stream(routes.resolve(id, commit, file.path()), commit, file, offset);
  }

  @Override
  public void close() {
    wire.close();
  }

  @Override
  public String toString() {
    return options.toString();
  }
}
