package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Refs;
import io.weighbridge.hub.Upstream;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.gate.Gate.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists: refs, history, search. What an upstream does not answer is answered from records. */
final class Listings {
  private static final Logger LOG = LoggerFactory.getLogger(Listings.class);
  private static final int MOST_MODELS = 1_000;

  private final GateParts parts;
  private final Records records;

  Listings(GateParts parts) {
    this.parts = parts;
    this.records = parts.records();
  }

  /** See {@link Gate#refs}. A model of which nothing is served is asked for, as a pull would. */
  Outcome<Refs> refs(ModelId id, Asker asker, Supplier<Answer> ask) {
    Optional<Rows.Model> model = records.models().find(id);
    if (model.filter(this::hasServed).isEmpty()) {
      Answer answer = ask.get();
      Optional<ModelId> canonical =
          switch (answer) {
            case Answer.Served served -> Optional.of(served.revision().id());
            case Answer.Weighing weighing -> Optional.of(weighing.info().id());
            default -> Optional.empty();
          };
      model = canonical.flatMap(records.models()::find);
      if (model.isEmpty()) {
        return new Outcome.Not<>(answer);
      }
    }
    Rows.Model known = model.get();
    Optional<Answer> closed = parts.entitlements().closed(known, Optional.empty(), asker);
    return closed.isPresent() ? new Outcome.Not<>(closed.get()) : new Outcome.Of<>(refs(known));
  }

  private boolean hasServed(Rows.Model model) {
    return records.revisions().of(model.key()).stream()
        .anyMatch(revision -> RevisionState.of(revision.state()).served());
  }

  private Refs refs(Rows.Model model) {
    Map<String, Rows.Branch> known = new LinkedHashMap<>();
    records.branches().of(model.key()).forEach(branch -> known.put(branch.name(), branch));
    try {
      Optional<Upstream> upstream = parts.resolver().upstream(model.id(), Optional.of(model));
      if (upstream.isPresent()) {
        Refs refs = parts.resolver().heads(upstream.get(), model.id());
        return new Refs(
            servedFor(model, known, refs.branches()), servedFor(model, known, refs.tags()));
      }
    } catch (HubException e) {
      LOG.info("refs of {} are answered from records: {}", model.id(), e.getMessage());
    }
    Map<String, CommitId> branches = new LinkedHashMap<>();
    known.forEach((name, branch) -> branches.put(name.isEmpty() ? "main" : name, branch.commit()));
    return new Refs(servedFor(model, known, branches), Map.of());
  }

  private Map<String, CommitId> servedFor(
      Rows.Model model, Map<String, Rows.Branch> known, Map<String, CommitId> upstream) {
    Map<String, CommitId> served = new LinkedHashMap<>();
    upstream.forEach(
        (name, commit) -> {
          Optional<CommitId> last =
              Optional.ofNullable(known.get(name))
                  .or(
                      () ->
                          name.equals("main")
                              ? Optional.ofNullable(known.get(""))
                              : Optional.empty())
                  .flatMap(Rows.Branch::lastAdmitted);
          served.put(
              name,
              served(model, commit)
                  .or(() -> last.flatMap(older -> served(model, older)))
                  .orElse(commit));
        });
    return served;
  }

  private Optional<CommitId> served(Rows.Model model, CommitId commit) {
    return parts
        .shelf()
        .find(model, commit)
        .filter(revision -> RevisionState.of(revision.state()).served() || offered(revision))
        .map(revision -> revision.servedCommit().orElse(revision.commit()));
  }

  /** Whether it is served while it arrives, under another commit id. */
  private static boolean offered(Rows.Revision revision) {
    return RevisionState.of(revision.state()) == RevisionState.WEIGHING
        && revision.servedCommit().isPresent();
  }

  /** See {@link Gate#commits}. */
  Outcome<List<Commit>> commits(Answer answer, int limit) {
    return switch (answer) {
      case Answer.Served(ServedRevision revision, Optional<String> warning, boolean _) ->
          new Outcome.Of<>(history(revision, limit));
      case Answer.Weighing weighing ->
          new Outcome.Of<>(
              parts
                  .resolver()
                  .upstream(weighing.info().id(), records.models().find(weighing.info().id()))
                  .map(
                      upstream ->
                          upstream.commits(weighing.info().id(), weighing.info().commit(), limit))
                  .orElse(List.of()));
      default -> new Outcome.Not<>(answer);
    };
  }

  private List<Commit> history(ServedRevision revision, int limit) {
    var commits = new ArrayList<Commit>();
    if (revision.filtered()) {
      commits.add(
          new Commit(
              revision.commit(),
              "Leave out files that cannot be shown safe",
              "Made by Weighbridge from commit " + revision.upstreamCommit(),
              List.of("weighbridge"),
              Optional.of(revision.decision().time())));
    }
    try {
      Optional<Upstream> upstream = parts.upstreams().named(revision.upstream());
      upstream.ifPresent(
          hub -> commits.addAll(hub.commits(revision.id(), revision.upstreamCommit(), limit)));
    } catch (HubException e) {
      LOG.info("history of {} is answered from records: {}", revision.id(), e.getMessage());
    }
    if (commits.isEmpty()) {
      commits.add(new Commit(revision.commit(), "", "", List.of(), revision.info().lastModified()));
    }
    return commits.stream().limit(limit).toList();
  }

  /** See {@link Gate#search}. */
  List<ModelInfo> search(ModelQuery query) {
    int limit = Math.clamp(query.limit(), 1, MOST_MODELS);
    Map<String, ModelInfo> found = new LinkedHashMap<>();
    for (ModelId id :
        records.models().admitted(query.search().orElse(""), query.author().orElse(""), limit)) {
      newest(id).ifPresent(info -> found.putIfAbsent(id.key(), info));
    }
    for (Upstream upstream : parts.upstreams().all()) {
      try {
        for (ModelInfo info : upstream.search(query)) {
          boolean owned = parts.upstreams().owns(upstream, info.id());
          boolean denied = parts.denials().text(info.id()).isPresent();
          if (owned && !denied && !info.isPrivate() && !refused(info.id())) {
            found.putIfAbsent(info.id().key(), info);
          }
        }
      } catch (HubException e) {
        LOG.info("search without {}: {}", upstream.name(), e.getMessage());
      }
    }
    return found.values().stream().limit(limit).toList();
  }

  private Optional<ModelInfo> newest(ModelId id) {
    return records
        .models()
        .find(id)
        .flatMap(
            model ->
                records.revisions().of(model.key()).stream()
                    .filter(revision -> RevisionState.of(revision.state()).served())
                    .findFirst()
                    .filter(_ -> !model.isPrivate())
                    .map(revision -> Shelf.today(model, revision.info(), revision.commit())));
  }

  private boolean refused(ModelId id) {
    return records
        .models()
        .find(id)
        .map(
            model -> {
              var all = records.revisions().of(model.key());
              return !all.isEmpty()
                  && all.stream()
                      .map(revision -> RevisionState.of(revision.state()))
                      .allMatch(
                          state ->
                              state == RevisionState.REFUSED || state == RevisionState.WITHDRAWN);
            })
        .orElse(false);
  }
}
