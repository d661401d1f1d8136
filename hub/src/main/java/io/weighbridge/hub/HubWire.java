package io.weighbridge.hub;

import io.weighbridge.hub.internal.WireReader;
import io.weighbridge.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Hub's JSON, both ways: what an upstream answers becomes our types, and our types become what
 * Hub clients expect. Fields that would lead a client around us (Xet) are never written, and what
 * is unknown is left out rather than made up. Stateless.
 *
 * <pre>{@code
 * ModelInfo info = HubWire.readModel(Json.parse(answer));
 * String body = HubWire.model(info, files, false).write();
 * }</pre>
 */
public final class HubWire {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private HubWire() {}

  /**
   * Reads {@code /api/models/…}. Missing or odd optional fields become unknown.
   *
   * @throws HubException when there is no usable id or commit
   */
  public static ModelInfo readModel(Json answer) {
    return WireReader.model(answer);
  }

  /**
   * Reads one page of {@code /tree/…?recursive=true}: files only, in the order told.
   *
   * @throws HubException when an entry is unacceptable: path, size, oid or digest
   */
  public static List<RepoFile> readTree(Json page) {
    return WireReader.tree(page);
  }

  /**
   * Reads the files that {@code /api/models/…?blobs=true} lists, in the order told.
   *
   * @return empty when it lists none, or one without size or digest, as mirrors do
   * @throws HubException when a path is unacceptable
   */
  public static Optional<List<RepoFile>> readSiblings(Json answer) {
    return WireReader.siblings(answer);
  }

  /** Reads {@code /refs}; entries without a full commit id are left out. */
  public static Refs readRefs(Json answer) {
    return WireReader.refs(answer);
  }

  /** Reads one page of {@code /commits/…}; entries without a full commit id are left out. */
  public static List<Commit> readCommits(Json page) {
    return WireReader.commits(page);
  }

  /** Reads {@code /discussions}; odd entries are left out. */
  public static List<Discussion> readDiscussions(Json answer) {
    return WireReader.discussions(answer);
  }

  /** Reads {@code /api/users|organizations/{name}/overview}; {@code kind} is what was asked. */
  public static Publisher readPublisher(String namespace, String kind, Json answer) {
    return WireReader.publisher(namespace, kind, answer);
  }

  /** A model as {@code /api/models/…} answers it; with {@code blobs}, siblings have sizes. */
  public static Json.Obj model(ModelInfo model, List<RepoFile> files, boolean blobs) {
    var out = summary(model);
    out.put("siblings", Json.array(files.stream().map(file -> sibling(file, blobs)).toList()));
    return out.build();
  }

  /** A model as an entry of the search's answer: everything but its files. */
  public static Json.Obj entry(ModelInfo model) {
    return summary(model).build();
  }

  private static Json.ObjBuilder summary(ModelInfo model) {
    String id = model.id().toString();
    var out =
        Json.object()
            .put("_id", GitOid.blob(id.getBytes(StandardCharsets.UTF_8)).substring(0, 24))
            .put("id", id)
            .put("modelId", id)
            .put("author", model.author().or(() -> namespace(model.id())))
            .put("sha", model.commit().hex())
            .put("lastModified", model.lastModified().map(HubWire::time))
            .put("createdAt", model.createdAt().map(HubWire::time))
            .put("private", model.isPrivate())
            .put("gated", model.isGated() ? (Json) Json.of(model.gated()) : (Json) Json.of(false))
            .put("disabled", model.disabled());
    model.downloads().ifPresent(count -> out.put("downloads", count));
    model.likes().ifPresent(count -> out.put("likes", count));
    out.put("tags", Json.strings(model.tags()))
        .put("pipeline_tag", model.pipelineTag())
        .put("library_name", model.libraryName());
    if (model.cardData() instanceof Json.Obj) {
      out.put("cardData", model.cardData());
    }
    if (model.config() instanceof Json.Obj) {
      out.put("config", model.config());
    }
    return out;
  }

  private static Optional<String> namespace(ModelId id) {
    return id.namespace().isEmpty() ? Optional.empty() : Optional.of(id.namespace());
  }

  private static Json sibling(RepoFile file, boolean blobs) {
    var out = Json.object().put("rfilename", file.path().text());
    if (blobs) {
      out.put("size", file.size()).put("blobId", file.oid());
      file.sha256().ifPresent(sha256 -> out.put("lfs", lfs("sha256", sha256, file)));
    }
    return out.build();
  }

  // Siblings say sha256 where the tree says oid; all else is the same.
  private static Json lfs(String digestName, String sha256, RepoFile file) {
    return Json.object()
        .put(digestName, sha256)
        .put("size", file.size())
        .put("pointerSize", file.pointerSize())
        .build();
  }

  /** A file as {@code /tree} and {@code /paths-info} list it. */
  public static Json.Obj entry(RepoFile file) {
    var out =
        Json.object()
            .put("type", "file")
            .put("oid", file.oid())
            .put("size", file.size())
            .put("path", file.path().text());
    file.sha256().ifPresent(sha256 -> out.put("lfs", lfs("oid", sha256, file)));
    return out.build();
  }

  /** A folder as {@code /tree} and {@code /paths-info} list it. */
  public static Json.Obj folderEntry(String path) {
    return Json.object()
        .put("type", "directory")
        .put("oid", GitOid.blob(path.getBytes(StandardCharsets.UTF_8)))
        .put("size", 0)
        .put("path", path)
        .build();
  }

  /**
   * The entries of a folder ({@code ""} is the root) by path, folders included; empty when there is
   * no such folder, which for any but the root means {@code EntryNotFound}.
   */
  public static List<Json.Obj> tree(List<RepoFile> files, String folder, boolean recursive) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    Map<String, Json.Obj> entries = new TreeMap<>();
    for (RepoFile file : files) {
      String path = file.path().text();
      if (path.startsWith(prefix)) {
        int slash = path.indexOf('/', prefix.length());
        for (; slash > 0; slash = recursive ? path.indexOf('/', slash + 1) : -1) {
          entries.computeIfAbsent(path.substring(0, slash), HubWire::folderEntry);
        }
        if (recursive || path.indexOf('/', prefix.length()) < 0) {
          entries.put(path, entry(file));
        }
      }
    }
    return List.copyOf(entries.values());
  }

  public static Json.Obj refs(Refs refs) {
    return Json.object()
        .put("branches", Json.array(refEntries(refs.branches(), "refs/heads/")))
        .put("converts", Json.array(List.of()))
        .put("tags", Json.array(refEntries(refs.tags(), "refs/tags/")))
        .put("pullRequests", Json.array(List.of()))
        .build();
  }

  private static List<Json> refEntries(Map<String, CommitId> refs, String prefix) {
    var entries = new ArrayList<Json>();
    for (String name : new TreeSet<>(refs.keySet())) {
      entries.add(
          Json.object()
              .put("name", name)
              .put("ref", prefix + name)
              .put("targetCommit", java.util.Objects.requireNonNull(refs.get(name)).hex())
              .build());
    }
    return entries;
  }

  public static Json.Arr commits(List<Commit> commits) {
    return Json.array(commits.stream().map(HubWire::commit).toList());
  }

  private static Json commit(Commit commit) {
    var authors =
        commit.authors().stream().map(user -> Json.object().put("user", user).build()).toList();
    return Json.object()
        .put("id", commit.id().hex())
        .put("title", commit.title())
        .put("message", commit.message())
        .put("authors", Json.array(authors))
        .put("date", time(commit.date().orElse(Instant.EPOCH)))
        .build();
  }

  /** A time as the Hub writes it, with milliseconds: clients parse no other form. */
  public static String time(Instant time) {
    return MILLIS.format(time);
  }
}
