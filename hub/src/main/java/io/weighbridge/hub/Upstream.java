package io.weighbridge.hub;

import io.weighbridge.content.Content;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A hub that models come from. Implementations: a Hub over HTTP (huggingface.co, a mirror, another
 * Weighbridge) and a plain folder. Thread-safe; every method may block and throws {@link
 * HubException}; every answer is bounded and validated before it is returned.
 */
public interface Upstream extends AutoCloseable {

  /** The configured name, for records and messages. */
  String name();

  /**
   * Resolves a branch, tag, full or short commit id ({@code ""} means the default branch). The
   * answer's id is the canonical one: its case, or its whole name after a rename, may differ from
   * what was asked, and the caller judges that one.
   */
  ModelInfo model(ModelId id, String revision);

  /** All files of a commit, sorted by path; refuses duplicate and case-colliding paths. */
  List<RepoFile> tree(ModelId id, CommitId commit);

  /** Both of the above, with one question where the upstream can answer it. */
  default Described describe(ModelId id, String revision) {
    ModelInfo model = model(id, revision);
    return new Described(model, tree(model.id(), model.commit()));
  }

  /** A commit, and all its files sorted by path. */
  record Described(ModelInfo model, List<RepoFile> files) {
    public Described {
      files = List.copyOf(files);
    }
  }

  Refs refs(ModelId id);

  /** Newest first, at most {@code limit}. */
  List<Commit> commits(ModelId id, CommitId commit, int limit);

  /** Models matching a search, at most {@code limit}; used for popular names and publishers. */
  List<ModelInfo> search(ModelQuery query);

  Optional<Publisher> publisher(String namespace);

  /** The newest discussions and pull requests, one page; none where the upstream has none. */
  default List<Discussion> discussions(ModelId id) {
    return List.of();
  }

  /** Whether the bearer of that upstream token may read a gated model. */
  boolean entitled(ModelId id, String token);

  /** Random access to a file; bytes are not verified against any digest. */
  Content open(ModelId id, CommitId commit, RepoFile file);

  /** The whole file from {@code offset} on, as a stream; not verified. Closing aborts. */
  InputStream stream(ModelId id, CommitId commit, RepoFile file, long offset);

  @Override
  default void close() {}
}
