package io.weighbridge.hub;

import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.FileContent;
import io.weighbridge.hub.internal.FolderFiles;
import io.weighbridge.hub.internal.FolderModels;
import io.weighbridge.hub.internal.FolderModels.Found;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A plain folder as an upstream: {@code namespace/name/files}, or {@code name/files} for ids
 * without a namespace. A folder that holds files is a model, one that holds only folders is a
 * namespace.
 *
 * <p>Each model has one commit, on {@code main}: the first 40 hex digits of its manifest's digest
 * (SHA-256 of the canonical JSON array of {@code {path, sha256, size}}, sorted by path), so that
 * the same bytes have the same id everywhere and another id follows from any change. What a folder
 * cannot know (publisher, age, downloads) is unknown.
 */
public final class FolderUpstream implements Upstream {
  private final String name;
  private final FolderModels models;
  private final FolderFiles files = new FolderFiles();

  /**
   * @param root must exist and be a folder
   * @throws HubException when it is not
   */
  public FolderUpstream(String name, Path root) {
    this.name = name;
    this.models = new FolderModels(root, files);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelInfo model(ModelId id, String revision) {
    Found found = models.find(id);
    FolderFiles.State state = files.read(found.folder());
    if (!names(revision, state.commit())) {
      throw new HubException(
          HubException.Kind.REVISION_NOT_FOUND,
          found.id() + " has no revision \"" + revision + "\" (a folder has only main)");
    }
    return models.info(found, state);
  }

  private static boolean names(String revision, CommitId commit) {
    return switch (revision) {
      case "", "main", "HEAD", "refs/heads/main" -> true;
      default -> revision.length() >= 7 && commit.hex().startsWith(revision);
    };
  }

  private Found at(ModelId id, CommitId commit) {
    Found found = models.find(id);
    if (!files.read(found.folder()).commit().equals(commit)) {
      throw new HubException(
          HubException.Kind.REVISION_NOT_FOUND,
          "the folder of " + found.id() + " is no longer at commit " + commit);
    }
    return found;
  }

  @Override
  public List<RepoFile> tree(ModelId id, CommitId commit) {
    return files.read(at(id, commit).folder()).files();
  }

  @Override
  public Refs refs(ModelId id) {
    return new Refs(Map.of("main", model(id, "").commit()), Map.of());
  }

  @Override
  public List<Commit> commits(ModelId id, CommitId commit, int limit) {
    Found found = at(id, commit);
    return limit < 1
        ? List.of()
        : List.of(
            new Commit(
                commit,
                "Files as found in the folder",
                "",
                List.of(),
                Optional.of(files.read(found.folder()).newest())));
  }

  /** By name only: a folder knows neither downloads nor ages, so sorting by them finds nothing. */
  @Override
  public List<ModelInfo> search(ModelQuery query) {
    return query.sort().isPresent() ? List.of() : models.search(query);
  }

  @Override
  public Optional<Publisher> publisher(String namespace) {
    OptionalLong count = models.count(namespace);
    return count.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Publisher(
                namespace,
                "unknown",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                count,
                OptionalLong.empty()));
  }

  /** Always: whoever may ask the gate may read its folder; there are no gated models in it. */
  @Override
  public boolean entitled(ModelId id, String token) {
    return true;
  }

  @Override
  public Content open(ModelId id, CommitId commit, RepoFile file) {
    try {
      Content content = FileContent.open(files.locate(at(id, commit).folder(), file));
      if (content.size() != file.size()) {
        content.close();
        throw new HubException(HubException.Kind.BAD_ANSWER, file.path() + " changed its size");
      }
      return content;
    } catch (ContentException e) {
      throw new HubException(HubException.Kind.UNAVAILABLE, "cannot open " + file.path(), e);
    }
  }

  @Override
  public InputStream stream(ModelId id, CommitId commit, RepoFile file, long offset) {
    Path path = files.locate(at(id, commit).folder(), file);
    try {
      InputStream in = Files.newInputStream(path);
      try {
        in.skipNBytes(offset);
      } catch (IOException e) {
        in.close();
        throw e;
      }
      return in;
    } catch (IOException e) {
      throw new HubException(HubException.Kind.UNAVAILABLE, "cannot read " + file.path(), e);
    }
  }
}
