package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.HubWire;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Refs;
import io.weighbridge.json.Json;
import io.weighbridge.registry.internal.gate.Gate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Branches and tags, history, and search. */
final class ListReplies {
  private static final int MOST_COMMITS = 1000;
  private static final int MOST_FOUND = 1000;

  private final Gate gate;

  ListReplies(Gate gate) {
    this.gate = gate;
  }

  Reply refs(Route.RefList route, HttpCall call) {
    return switch (gate.refs(route.id(), call.caller().asker())) {
      case Gate.Outcome.Of<Refs>(Refs refs) -> Reply.json(200, HubWire.refs(refs));
      case Gate.Outcome.Not<Refs>(var answer) -> HubErrors.refusal(answer);
    };
  }

  Reply history(Route.History route, HttpCall call) {
    int limit = call.query().number("limit", 50, 1, MOST_COMMITS);
    int page = call.query().number("p", 0, 0, MOST_COMMITS);
    int from = Math.min(page * limit, MOST_COMMITS);
    int to = Math.min(from + limit, MOST_COMMITS);
    var outcome = gate.commits(route.id(), route.revision(), call.caller().asker(), to + 1);
    return switch (outcome) {
      case Gate.Outcome.Of<List<Commit>>(List<Commit> commits) -> {
        var items = commits.subList(Math.min(from, commits.size()), Math.min(to, commits.size()));
        Reply reply = Reply.json(200, HubWire.commits(items));
        yield commits.size() > to
            ? reply.with(
                "Link",
                "<%s%s?p=%d&limit=%d>; rel=\"next\""
                    .formatted(call.base(), call.path(), page + 1, limit))
            : reply.with("X-Total-Count", Integer.toString(commits.size()));
      }
      case Gate.Outcome.Not<List<Commit>>(var answer) -> HubErrors.refusal(answer);
    };
  }

  /**
   * Search. The gate finds; {@code filter} and {@code pipeline_tag} are applied here to what it
   * found, at most 1,000 models.
   */
  Reply search(HttpCall call) {
    Query query = call.query();
    int limit = query.number("limit", 100, 1, MOST_FOUND);
    boolean filtered = query.has("filter") || query.has("pipeline_tag");
    int wanted = filtered ? MOST_FOUND : Math.min(MOST_FOUND, Page.start(call) + limit + 1);
    var asked =
        new ModelQuery(
            nonEmpty(query.first("search")),
            nonEmpty(query.first("author")),
            nonEmpty(query.first("sort")).filter(sort -> sort.matches("[A-Za-z_]{1,32}")),
            query.first("direction").map("1"::equals).orElse(false),
            wanted);
    List<ModelInfo> found =
        gate.search(asked, call.caller().asker()).stream().filter(matches(query)).toList();
    Page<ModelInfo> page = Page.of(found, call, limit);
    var items = page.items().stream().map(HubWire::entry).toList();
    return page.linked(Reply.json(200, Json.array(items)), call);
  }

  private static Predicate<ModelInfo> matches(Query query) {
    List<String> tags = query.all("filter");
    Optional<String> task = nonEmpty(query.first("pipeline_tag"));
    return model ->
        (task.isEmpty() || task.equals(model.pipelineTag()))
            && tags.stream()
                .allMatch(
                    tag ->
                        model.tags().contains(tag)
                            || model.libraryName().filter(tag::equals).isPresent()
                            || model.pipelineTag().filter(tag::equals).isPresent());
  }

  private static Optional<String> nonEmpty(Optional<String> text) {
    return text.filter(value -> !value.isBlank() && value.length() <= 256);
  }
}
