package io.weighbridge.hub.internal;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.Discussion;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Publisher;
import io.weighbridge.hub.Refs;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The Hub's answers into our types. Lenient where a field is only told (it becomes unknown), strict
 * where we would act on it (ids, paths, sizes, digests).
 */
public final class WireReader {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_TAGS = 1000;
  private static final int LONGEST_TEXT = 1000;
  // Files are listed by the tree; these two also hold most of the bytes of an answer.
  private static final Set<String> NOT_KEPT = Set.of("siblings", "spaces");
  private static final int MOST_RAW = 256 << 10;

  private WireReader() {}

  public static ModelInfo model(Json answer) {
    ModelId id =
        answer
            .text("id")
            .or(() -> answer.text("modelId"))
            .flatMap(ModelId::parse)
            .orElseThrow(() -> bad("a model without a usable id"));
    String commit = answer.text("sha").orElse("");
    if (!CommitId.isFull(commit)) {
      throw bad("a model without a full commit id: " + id);
    }
    return new ModelInfo(
        id,
        new CommitId(commit),
        shortText(answer, "author"),
        time(answer, "createdAt"),
        time(answer, "lastModified"),
        gated(answer),
        answer.bool("private").orElse(false),
        answer.bool("disabled").orElse(false),
        count(answer, "downloads"),
        count(answer, "likes"),
        tags(answer),
        shortText(answer, "pipeline_tag"),
        shortText(answer, "library_name"),
        answer.get("cardData").orElse(Json.Null.NULL),
        answer.get("config").orElse(Json.Null.NULL),
        kept(answer));
  }

  // Absent means open, as mirrors leave it out; any value that we do not know means a closed gate.
  private static String gated(Json answer) {
    return switch (answer.get("gated").orElse(Json.of(false))) {
      case Json.Bool(var gated) -> gated ? "manual" : "false";
      case Json.Str(var text) when text.equals("false") || text.equals("auto") -> text;
      default -> "manual";
    };
  }

  private static List<String> tags(Json answer) {
    var tags = new ArrayList<String>();
    for (Json tag : answer.items("tags")) {
      tag.asText().filter(text -> text.length() <= LONGEST_TEXT).ifPresent(tags::add);
      if (tags.size() == MOST_TAGS) {
        break;
      }
    }
    return tags;
  }

  private static Json kept(Json answer) {
    if (!(answer instanceof Json.Obj(var fields))) {
      return Json.Null.NULL;
    }
    var kept = new LinkedHashMap<String, Json>();
    int room = MOST_RAW;
    for (var field : fields.entrySet()) {
      if (!NOT_KEPT.contains(field.getKey())) {
        int size = field.getValue().write().length();
        if (size <= room) {
          room -= size;
          kept.put(field.getKey(), field.getValue());
        }
      }
    }
    return new Json.Obj(kept);
  }

  public static List<RepoFile> tree(Json page) {
    if (!(page instanceof Json.Arr(var items))) {
      throw bad("a file listing that is no list");
    }
    var files = new ArrayList<RepoFile>();
    for (Json item : items) {
      if (item.text("type").orElse("file").equals("file")) {
        files.add(file(item));
      }
    }
    return files;
  }

  /** The same files as the model's answer lists them; empty when that does not suffice. */
  public static Optional<List<RepoFile>> siblings(Json answer) {
    List<Json> items = answer.items("siblings");
    var files = new ArrayList<RepoFile>();
    for (Json item : items) {
      if (item.text("rfilename").isEmpty()
          || item.text("blobId").isEmpty()
          || item.number("size").isEmpty()) {
        return Optional.empty();
      }
      var entry =
          Json.object()
              .put("path", item.text("rfilename"))
              .put("oid", item.text("blobId"))
              .put("size", item.get("size").orElse(Json.Null.NULL));
      item.get("lfs")
          .ifPresent(
              lfs ->
                  entry.put(
                      "lfs",
                      Json.object()
                          .put("oid", lfs.text("sha256"))
                          .put("size", lfs.get("size").orElse(Json.Null.NULL))
                          .put("pointerSize", lfs.get("pointerSize").orElse(Json.Null.NULL))
                          .build()));
      files.add(file(entry.build()));
    }
    return items.isEmpty() ? Optional.empty() : Optional.of(files);
  }

  private static RepoFile file(Json item) {
    String text = item.text("path").orElseThrow(() -> bad("a file without a path"));
    String problem = RepoPath.problem(text);
    if (!problem.isEmpty()) {
      throw bad("a file whose path " + problem);
    }
    RepoPath path = new RepoPath(text);
    long size = item.number("size").orElse(-1);
    if (size < 0) {
      throw bad("no size for " + path);
    }
    String oid = item.text("oid").orElse("");
    if (!CommitId.isFull(oid)) {
      throw bad("no git oid for " + path);
    }
    Optional<Json> lfs = item.get("lfs");
    if (lfs.isEmpty()) {
      return new RepoFile(path, size, oid, Optional.empty(), 0);
    }
    String sha256 = lfs.get().text("oid").orElse("");
    if (!SHA256.matcher(sha256).matches()) {
      throw bad("no sha256 for the large file " + path);
    }
    if (lfs.get().number("size").orElse(size) != size) {
      throw bad("two sizes for " + path);
    }
    long pointer = lfs.get().number("pointerSize").orElse(0);
    return new RepoFile(path, size, oid, Optional.of(sha256), (int) Math.clamp(pointer, 0, 4096));
  }

  public static Refs refs(Json answer) {
    return new Refs(refs(answer.items("branches")), refs(answer.items("tags")));
  }

  private static Map<String, CommitId> refs(List<Json> entries) {
    var refs = new LinkedHashMap<String, CommitId>();
    for (Json entry : entries) {
      String name = entry.text("name").orElse("");
      String commit = entry.text("targetCommit").orElse("");
      if (!name.isEmpty() && name.length() <= 255 && CommitId.isFull(commit)) {
        refs.putIfAbsent(name, new CommitId(commit));
      }
    }
    return refs;
  }

  public static List<Commit> commits(Json page) {
    if (!(page instanceof Json.Arr(var items))) {
      throw bad("a history that is no list");
    }
    var commits = new ArrayList<Commit>();
    for (Json item : items) {
      String id = item.text("id").orElse("");
      if (CommitId.isFull(id)) {
        commits.add(
            new Commit(
                new CommitId(id),
                shortText(item, "title").orElse(""),
                shortText(item, "message").orElse(""),
                authors(item),
                time(item, "date")));
      }
    }
    return commits;
  }

  private static List<String> authors(Json commit) {
    var authors = new ArrayList<String>();
    for (Json author : commit.items("authors")) {
      author.text("user").or(author::asText).map(WireReader::shorten).ifPresent(authors::add);
      if (authors.size() == 100) {
        break;
      }
    }
    return authors;
  }

  public static List<Discussion> discussions(Json answer) {
    var discussions = new ArrayList<Discussion>();
    for (Json item : answer.items("discussions")) {
      OptionalLong number = item.number("num");
      if (number.isPresent()) {
        discussions.add(
            new Discussion(
                number.getAsLong(),
                shortText(item, "title").orElse(""),
                shortText(item, "status").orElse("unknown"),
                item.bool("isPullRequest").orElse(false),
                item.get("author").flatMap(author -> author.text("name").or(author::asText)),
                time(item, "createdAt")));
      }
    }
    return discussions;
  }

  public static Publisher publisher(String namespace, String kind, Json answer) {
    return new Publisher(
        namespace,
        kind,
        shortText(answer, "_id").or(() -> shortText(answer, "id")),
        shortText(answer, "fullname").or(() -> shortText(answer, "fullName")),
        answer.bool("isVerified"),
        time(answer, "createdAt"),
        Optional.empty(),
        count(answer, "numModels"),
        count(answer, "numFollowers"));
  }

  private static OptionalLong count(Json answer, String name) {
    OptionalLong count = answer.number(name);
    return count.isPresent() && count.getAsLong() >= 0 ? count : OptionalLong.empty();
  }

  private static Optional<Instant> time(Json answer, String name) {
    return answer
        .text(name)
        .filter(text -> text.length() <= 40)
        .flatMap(
            text -> {
              try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
              } catch (DateTimeException e) {
                return Optional.empty(); // odd is unknown
              }
            });
  }

  private static Optional<String> shortText(Json answer, String name) {
    return answer.text(name).map(WireReader::shorten);
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  private static HubException bad(String what) {
    return new HubException(HubException.Kind.BAD_ANSWER, "the upstream answered with " + what);
  }
}
