package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Refs;
import io.weighbridge.hub.Upstream;
import io.weighbridge.registry.internal.db.Rows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Which commit of which upstream an asker means. Asks an upstream about a name at most once per
 * refresh interval, however many ask here. Thread-safe.
 */
final class Resolver {
  private static final Duration BELIEVED = Duration.ofMinutes(1);
  private static final Duration DOWN = Duration.ofSeconds(10);

  /** What a revision means. */
  sealed interface Resolved {
    /**
     * On record.
     *
     * @param byServedId whether the filtered commit's own id was asked for
     */
    record Known(
        Rows.Model model, Rows.Revision revision, boolean byServedId, Optional<Rows.Branch> branch)
        implements Resolved {}

    /** The upstream has it, nothing is known of it here. */
    record Unknown(
        Rows.Model model, Upstream upstream, ModelInfo info, Optional<Rows.Branch> branch)
        implements Resolved {}

    /** The repository has another name now. */
    record Renamed(ModelId to) implements Resolved {}

    /** The upstream does not say which commit a known branch has now. */
    record Unsure(Rows.Model model, Rows.Branch branch, Answer trouble) implements Resolved {}

    /** There is nothing to answer from. */
    record Failed(Answer answer) implements Resolved {}
  }

  private record Asked(ModelInfo info, Rows.Model model) {}

  /**
   * Why an upstream gave no commit.
   *
   * @param said whether it is the upstream's own word about the model, which holds here too
   */
  private record Trouble(Answer answer, boolean said) {}

  private final Records records;
  private final Shelf shelf;
  private final Upstreams upstreams;
  private final Duration refresh;
  private final Openness openness;
  private final Clock clock;
  private final SingleFlight<Asked> asking = new SingleFlight<>();
  private final Recent<Asked> answers;
  private final Recent<Trouble> failures;
  private final Heads heads;

  Resolver(
      Records records,
      Shelf shelf,
      Upstreams upstreams,
      Duration refresh,
      Executor executor,
      Clock clock) {
    this.records = records;
    this.shelf = shelf;
    this.upstreams = upstreams;
    this.refresh = refresh;
    this.openness = new Openness(records, shelf, executor, clock);
    this.clock = clock;
    this.answers = new Recent<>(clock, 200);
    this.failures = new Recent<>(clock, 10_000);
    this.heads = new Heads(BELIEVED, clock);
  }

  Resolved resolve(ModelId id, String revision) {
    Optional<Rows.Model> model = records.models().find(id);
    Ref ref = Ref.of(revision);
    if (ref instanceof Ref.Foreign(String text)) {
      return failed(new Answer.NotFound(Answer.Missing.REVISION, text));
    }
    Optional<Resolved> onRecord = model.flatMap(known -> onRecord(known, ref));
    if (onRecord.isPresent()) {
      return onRecord.get();
    }
    Optional<Upstream> upstream = upstream(id, model);
    if (upstream.isEmpty()) {
      return model
          .filter(Rows.Model::pinned)
          .<Resolved>map(known -> orphan(known, ref))
          .orElseGet(
              () -> failed(new Answer.NotFound(Answer.Missing.REPOSITORY, Texts.noOwner(id))));
    }
    return ask(id, model, upstream.get(), ref);
  }

  /** The upstream's branches and tags, as it told them within the last minute. */
  Refs heads(Upstream upstream, ModelId id) {
    return heads.of(upstream, id, false);
  }

  /** The upstream that answers for an id: the one that it was admitted from, else the owner. */
  Optional<Upstream> upstream(ModelId id, Optional<Rows.Model> model) {
    return model.filter(Rows.Model::pinned).isPresent()
        ? upstreams.named(model.get().upstream())
        : upstreams.owner(id);
  }

  /** What needs no upstream: commits on record, and names that were asked for a moment ago. */
  private Optional<Resolved> onRecord(Rows.Model model, Ref ref) {
    return switch (ref) {
      case Ref.Full(CommitId commit) -> noticing(model, byCommit(model, commit));
      case Ref.Beginning(String prefix) ->
          noticing(model, byPrefix(model, prefix)).or(() -> fresh(model, prefix));
      case Ref.Name(String name) -> fresh(model, name);
      case Ref.Foreign foreign -> Optional.empty();
    };
  }

  private Optional<Resolved> byCommit(Rows.Model model, CommitId commit) {
    Optional<Resolved> own = shelf.find(model, commit).map(known -> known(model, known, false));
    return own.or(() -> shelf.findServed(model, commit).map(known -> known(model, known, true)));
  }

  /** Commits on record are found without the upstream, which may have closed the model since. */
  private Optional<Resolved> noticing(Rows.Model model, Optional<Resolved> found) {
    found.ifPresent(
        _ ->
            openness.due(
                model,
                () ->
                    upstream(model.id(), Optional.of(model))
                        .ifPresent(upstream -> ask(upstream, model.id(), ""))));
    return found;
  }

  private Optional<Resolved> byPrefix(Rows.Model model, String prefix) {
    if (records.branches().find(model.key(), prefix).isPresent()) {
      return Optional.empty();
    }
    List<Rows.Revision> found = records.revisions().findByPrefix(model.key(), prefix);
    return switch (found.size()) {
      case 0 -> Optional.empty();
      case 1 -> {
        Rows.Revision one = found.getFirst();
        yield Optional.of(known(model, one, !one.commit().hex().startsWith(prefix)));
      }
      default ->
          Optional.of(
              failed(
                  new Answer.NotFound(
                      Answer.Missing.REVISION,
                      "more than one commit begins with " + prefix + "; give more digits")));
    };
  }

  private static Resolved known(Rows.Model model, Rows.Revision revision, boolean byServedId) {
    return new Resolved.Known(model, revision, byServedId, Optional.empty());
  }

  private Optional<Resolved> fresh(Rows.Model model, String name) {
    Instant oldest = clock.instant().minus(refresh);
    return records
        .branches()
        .find(model.key(), name)
        .filter(branch -> branch.checkedAt().isAfter(oldest))
        .flatMap(branch -> byBranch(model, branch));
  }

  private Optional<Resolved> byBranch(Rows.Model model, Rows.Branch branch) {
    return shelf
        .find(model, branch.commit())
        .map(known -> new Resolved.Known(model, known, false, Optional.of(branch)));
  }

  /** A model whose upstream is no longer configured: what was admitted stays, nothing new comes. */
  private Resolved orphan(Rows.Model model, Ref ref) {
    Answer trouble = new Answer.Refused(Texts.moved(model), false, false, Optional.empty());
    return ref instanceof Ref.Name(String name)
        ? records
            .branches()
            .find(model.key(), name)
            .<Resolved>map(branch -> new Resolved.Unsure(model, branch, trouble))
            .orElseGet(() -> failed(trouble))
        : failed(trouble);
  }

  private Resolved ask(ModelId id, Optional<Rows.Model> model, Upstream upstream, Ref ref) {
    String text =
        switch (ref) {
          case Ref.Full(CommitId commit) -> commit.hex();
          case Ref.Beginning(String prefix) -> prefix;
          case Ref.Name(String name) -> name;
          case Ref.Foreign(String foreign) -> foreign;
        };
    String key = upstream.name() + "\0" + id.key() + "\0" + text;
    Optional<Trouble> failure = failures.get(key);
    if (failure.isPresent()) {
      return troubled(model, text, failure.get());
    }
    try {
      Asked asked =
          asking.get(key, () -> answers.get(key).orElseGet(() -> ask(upstream, id, text)));
      answers.put(key, asked, refresh);
      if (!asked.model().id().key().equals(id.key())) {
        return new Resolved.Renamed(asked.model().id());
      }
      return asked(asked, upstream, ref, key);
    } catch (HubException e) {
      Answer answer = Failures.answer(e, id, Optional.of(upstream));
      var trouble = new Trouble(answer, e.kind() == Kind.REFUSED);
      failures.put(key, trouble, answer instanceof Answer.Unavailable ? DOWN : BELIEVED);
      return troubled(model, text, trouble);
    }
  }

  private Asked ask(Upstream upstream, ModelId id, String revision) {
    ModelInfo info = upstream.model(id, revision);
    boolean renamed = !info.id().key().equals(id.key());
    if (renamed) {
      openness.toldElsewhere(id, info, upstream);
    }
    Rows.Model model =
        renamed
            ? new Rows.Model(0, info.id(), upstream.name(), false, info.gated(), info.isPrivate())
            : openness.told(info, upstream);
    if (!renamed && Ref.of(revision) instanceof Ref.Name(String name)) {
      records.branches().resolved(model.key(), name, info.commit(), clock.instant());
    }
    return new Asked(info, model);
  }

  private Resolved asked(Asked answered, Upstream upstream, Ref ref, String key) {
    // An answer may be a minute old, and a younger one may have closed the model.
    Rows.Model today = records.models().find(answered.model().id()).orElse(answered.model());
    var asked = new Asked(answered.info(), today);
    CommitId commit = asked.info().commit();
    if (ref instanceof Ref.Full(CommitId wanted) && !commit.equals(wanted)) {
      throw new HubException(
          Kind.BAD_ANSWER, "asked for commit " + wanted + ", the answer is about " + commit);
    }
    Optional<Rows.Branch> branch = branch(asked, ref);
    Optional<Rows.Revision> known = shelf.find(asked.model(), commit);
    if (known.isPresent()) {
      return new Resolved.Known(asked.model(), known.get(), false, branch);
    }
    if (!heads.reach(upstream, asked.model().id(), commit)) {
      Answer loose = new Answer.NotFound(Answer.Missing.REVISION, Texts.loose(commit));
      failures.put(key, new Trouble(loose, false), BELIEVED);
      return failed(loose);
    }
    return new Resolved.Unknown(asked.model(), upstream, asked.info(), branch);
  }

  private Optional<Rows.Branch> branch(Asked asked, Ref ref) {
    CommitId commit = asked.info().commit();
    return switch (ref) {
      case Ref.Name(String name) -> records.branches().find(asked.model().key(), name);
      case Ref.Beginning(String prefix) when !commit.hex().startsWith(prefix) -> {
        // A branch that happens to be named like the beginning of a commit id.
        records.branches().resolved(asked.model().key(), prefix, commit, clock.instant());
        yield records.branches().find(asked.model().key(), prefix);
      }
      default -> Optional.empty();
    };
  }

  /** What another gate refuses is not served from here either; clients with a copy stop. */
  private Resolved troubled(Optional<Rows.Model> model, String name, Trouble trouble) {
    if (trouble.said() && trouble.answer() instanceof Answer.Refused refused) {
      boolean served =
          model.stream()
              .flatMap(known -> records.revisions().of(known.key()).stream())
              .anyMatch(Rows.Revision::served);
      return failed(new Answer.Refused(refused.text(), served, false, Optional.empty()));
    }
    return unsure(model, name, trouble.answer());
  }

  private Resolved unsure(Optional<Rows.Model> model, String name, Answer trouble) {
    return model
        .flatMap(
            known ->
                records
                    .branches()
                    .find(known.key(), name)
                    .<Resolved>map(branch -> new Resolved.Unsure(known, branch, trouble)))
        .orElseGet(() -> failed(trouble));
  }

  private static Resolved failed(Answer answer) {
    return new Resolved.Failed(answer);
  }
}
