package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubWire;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.gate.Answer;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.gate.ServedFile;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The Hub's JSON about one model. While it is being weighed, what its upstream lists is told
 * already: names and sizes harm nobody, and clients wait more patiently for bytes.
 */
final class ModelReplies {
  /** Entries on a page of a tree; with {@code expand} the Hub gives fewer. */
  static final int TREE_PAGE = 1000;

  private static final int EXPANDED_PAGE = 50;
  private static final int MOST_PATHS = 10_000;

  private final Gate gate;

  ModelReplies(Gate gate) {
    this.gate = gate;
  }

  /** A revision as it may be told, judged or not yet. */
  private record View(
      ModelInfo info,
      CommitId commit,
      List<RepoFile> files,
      Map<String, Json> security,
      Json repoSecurity,
      Optional<String> warning) {

    static View of(Answer.Served served) {
      var revision = served.revision();
      var security = new LinkedHashMap<String, Json>();
      for (ServedFile file : revision.files()) {
        security.put(file.file().path().text(), SecurityStatus.ofFile(file.report()));
      }
      return new View(
          revision.info(),
          revision.commit(),
          revision.files().stream().map(ServedFile::file).toList(),
          security,
          SecurityStatus.ofRepo(revision.files()),
          served.warning());
    }

    static View of(Answer.Weighing weighing) {
      return new View(
          weighing.info(),
          weighing.info().commit(),
          weighing.files(),
          Map.of(),
          SecurityStatus.pending(),
          Optional.empty());
    }

    Json security(String path) {
      return security.getOrDefault(path, SecurityStatus.queued());
    }
  }

  Reply info(Route.Info route, HttpCall call) {
    return viewed(
        route, call, FileReplies.PATIENCE, view -> Reply.json(200, model(view, call.query())));
  }

  Reply tree(Route.Tree route, HttpCall call) {
    return viewed(route, call, Duration.ZERO, view -> tree(view, route, call));
  }

  Reply pathsInfo(Route.PathsInfo route, HttpCall call) {
    PathsQuery asked = PathsQuery.read(call, MOST_PATHS);
    return viewed(route, call, Duration.ZERO, view -> pathsInfo(view, asked));
  }

  /** A route that says nothing of its own once the model is not refused. */
  Reply unlessRefused(Route.OfModel route, HttpCall call, Reply otherwise) {
    return viewed(route, call, Duration.ZERO, view -> otherwise);
  }

  private Reply viewed(
      Route.OfModel route, HttpCall call, Duration patience, Function<View, Reply> reply) {
    Answer answer = gate.ask(route.id(), route.revision(), call.caller().asker(), patience);
    return switch (answer) {
      case Answer.Served served -> warned(View.of(served), route, reply);
      case Answer.Weighing weighing -> reply.apply(View.of(weighing));
      default -> HubErrors.refusal(answer);
    };
  }

  private static Reply warned(View view, Route.OfModel route, Function<View, Reply> reply) {
    Reply made = reply.apply(view);
    return view.warning()
        .map(text -> HubErrors.warning("weighbridge " + route.id(), text))
        .map(warning -> made.with("X-HF-Warning", warning))
        .orElse(made);
  }

  private static Json model(View view, Query query) {
    boolean blobs =
        query.has("blobs") && !query.first("blobs").orElse("").equalsIgnoreCase("false");
    var all = fields(HubWire.model(view.info(), view.files(), blobs));
    all.put("sha", Json.of(view.commit().hex()));
    Set<String> expand = new TreeSet<>(query.all("expand"));
    if (query.flag("securityStatus")
        || expand.contains("securityStatus")
        || expand.contains("securityRepoStatus")) {
      all.put("securityRepoStatus", view.repoSecurity());
    }
    if (!expand.isEmpty()) {
      expand.addAll(List.of("_id", "id", "modelId", "securityRepoStatus"));
      all.keySet().retainAll(expand);
    }
    return new Json.Obj(all);
  }

  private static Reply tree(View view, Route.Tree route, HttpCall call) {
    boolean recursive = call.query().flag("recursive");
    boolean expand = call.query().flag("expand");
    List<Json.Obj> entries = HubWire.tree(view.files(), route.folder(), recursive);
    if (entries.isEmpty() && !route.folder().isEmpty()) {
      return HubErrors.entryNotFound(route.folder(), view.commit().hex());
    }
    int most = expand ? EXPANDED_PAGE : TREE_PAGE;
    int limit = call.query().number("limit", most, 1, most);
    Page<Json.Obj> page = Page.of(entries, call, limit);
    var items = page.items().stream().map(entry -> expand ? expanded(entry, view) : entry).toList();
    return page.linked(Reply.json(200, Json.array(items)), call)
        .with("X-Repo-Commit", view.commit().hex());
  }

  private static Reply pathsInfo(View view, PathsQuery asked) {
    var entries = new LinkedHashMap<String, Json.Obj>();
    HubWire.tree(view.files(), "", true)
        .forEach(entry -> entries.put(entry.text("path").orElse(""), entry));
    var found =
        asked.paths().stream()
            .map(entries::get)
            .filter(java.util.Objects::nonNull)
            .map(entry -> asked.expand() ? expanded(entry, view) : entry)
            .toList();
    return Reply.json(200, Json.array(found)).with("X-Repo-Commit", view.commit().hex());
  }

  // The gate keeps no commit for each file; the revision that it is served at stands for it.
  private static Json expanded(Json.Obj entry, View view) {
    var more = fields(entry);
    Instant date =
        view.info().lastModified().or(() -> view.info().createdAt()).orElse(Instant.EPOCH);
    more.put(
        "lastCommit",
        Json.object()
            .put("id", view.commit().hex())
            .put("title", "as served at this revision")
            .put("date", HubWire.time(date))
            .build());
    if (entry.text("type").orElse("").equals("file")) {
      more.put("securityFileStatus", view.security(entry.text("path").orElse("")));
    }
    return new Json.Obj(more);
  }

  private static LinkedHashMap<String, Json> fields(Json.Obj object) {
    return new LinkedHashMap<>(object.fields());
  }
}
