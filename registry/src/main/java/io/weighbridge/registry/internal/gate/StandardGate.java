package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Refs;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Decision;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.gate.Resolver.Resolved;
import io.weighbridge.registry.internal.store.BlobStore;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate over one data folder: resolve, weigh where nothing is known, answer by where the
 * revision stands. Thread-safe.
 */
public final class StandardGate implements Gate {
  private static final Logger LOG = LoggerFactory.getLogger(StandardGate.class);

  /** Deciding again from stored evidence takes moments: even a HEAD request waits for it. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  /** How long to wait for an upstream's file list, without which there is no metadata either. */
  private static final Duration LISTING = Duration.ofSeconds(8);

  private static final Duration LONGEST = Duration.ofHours(1);

  private final GateParts parts;
  private final Clock clock;
  private final Records records;
  private final Resolver resolver;
  private final Weighings weighings;
  private final Shelf shelf;
  private final Texts texts;
  private final Listings listings;
  private final Desk desk;
  private final Registers registers;

  StandardGate(GateParts parts) {
    this.parts = parts;
    this.clock = parts.clock();
    this.records = parts.records();
    this.resolver = parts.resolver();
    this.weighings = parts.weighings();
    this.shelf = parts.shelf();
    this.texts = parts.texts();
    this.listings = new Listings(parts);
    this.desk = new Desk(parts);
    this.registers = new Registers(parts);
  }

  @Override
  public Answer ask(ModelId id, String revision, Asker asker, Duration patience) {
    try {
      Resolved resolved = resolver.resolve(id, revision);
      if (resolved instanceof Resolved.Renamed(ModelId to)) {
        resolved = resolver.resolve(to, revision);
      }
      return answer(id, resolved, asker, patience);
    } catch (HubException e) {
      return Failures.answer(e, id, Optional.empty());
    } catch (RegistryException e) {
      LOG.error("{}: {}", id, e.getMessage());
      return new Answer.Unavailable(Texts.line(String.valueOf(e.getMessage())));
    }
  }

  private Answer answer(ModelId id, Resolved resolved, Asker asker, Duration patience) {
    return switch (resolved) {
      case Resolved.Known known -> {
        Answer direct = known(known, asker, patience);
        yield branched(known.model(), known.branch(), direct, asker);
      }
      case Resolved.Unknown unknown -> {
        Answer direct = unknown(unknown, asker, patience);
        yield branched(unknown.model(), unknown.branch(), direct, asker);
      }
      case Resolved.Unsure(Rows.Model model, Rows.Branch branch, Answer trouble) ->
          unsure(model, branch, trouble, asker, patience);
      case Resolved.Failed(Answer answer) -> answer;
      case Resolved.Renamed(ModelId to) ->
          new Answer.NotFound(
              Answer.Missing.REPOSITORY,
              Texts.line(id + " was renamed more than once upstream; ask for " + to));
    };
  }

  private Answer unknown(Resolved.Unknown unknown, Asker asker, Duration patience) {
    Optional<Answer> closed = parts.entitlements().closed(unknown.model(), unknown.info(), asker);
    if (closed.isPresent()) {
      return closed.get();
    }
    return weigh(
        unknown.model(),
        unknown.upstream(),
        unknown.info(),
        unknown.branch().isEmpty(),
        asker,
        patience);
  }

  private Answer weigh(
      Rows.Model model,
      Upstream upstream,
      ModelInfo info,
      boolean byId,
      Asker asker,
      Duration patience) {
    return await(model, weighings.first(model, upstream, info, asker), byId, asker, patience);
  }

  private Answer await(
      Rows.Model model, Weighings.Start start, boolean byId, Asker asker, Duration patience) {
    return switch (start) {
      case Weighings.Start.Not(Answer answer) -> answer;
      case Weighings.Start.Running(Weighing weighing) -> {
        var ended = weighing.await(patience);
        if (ended.isEmpty()) {
          yield stillWeighing(model, weighing);
        }
        yield ended
            .get()
            .orElseGet(
                () ->
                    shelf
                        .find(model, weighing.info().commit())
                        .map(revision -> standing(model, revision, byId, asker))
                        .orElseGet(() -> new Answer.Unavailable(Texts.internal(model.id()))));
      }
    };
  }

  private static Answer stillWeighing(Rows.Model model, Weighing weighing) {
    var files = weighing.files(LISTING);
    if (files.isEmpty()) {
      return new Answer.Unavailable(
          Texts.line("the upstream has not listed the files of " + model.id() + " yet; ask again"));
    }
    Duration remaining = weighing.remaining();
    return new Answer.Weighing(
        weighing.info(), files.get(), Texts.weighing(model.id(), remaining), remaining);
  }

  private Answer known(Resolved.Known known, Asker asker, Duration patience) {
    Rows.Model model = known.model();
    Rows.Revision revision = known.revision();
    Optional<Answer> closed = parts.entitlements().closed(model, revision.info(), asker);
    if (closed.isPresent()) {
      return closed.get();
    }
    boolean byId = known.branch().isEmpty() && !known.byServedId();
    if (RevisionState.of(revision.state()) == RevisionState.WEIGHING) {
      return resolver
          .upstream(model.id(), Optional.of(model))
          .map(upstream -> weigh(model, upstream, revision.info(), byId, asker, patience))
          .orElseGet(() -> new Answer.Unavailable(Texts.moved(model)));
    }
    return outdated(revision)
        ? again(model, revision, byId, asker, patience)
        : standing(model, revision, byId, asker);
  }

  /** Whether the policy or the rules are others today, or what lifted a block has ended. */
  private boolean outdated(Rows.Revision revision) {
    return revision
        .decision()
        .map(
            decision ->
                isOutdated(decision) || !clock.instant().isBefore(shelf.validUntil(revision)))
        .orElse(false);
  }

  private boolean isOutdated(Decision decision) {
    return !decision.policyDigest().equals(parts.judge().policyDigest())
        || !decision.rulesDigest().equals(parts.judge().rulesDigest());
  }

  private Answer again(
      Rows.Model model, Rows.Revision revision, boolean byId, Asker asker, Duration patience) {
    if (parts.weigher().stored(revision)) {
      Duration wait = patience.compareTo(MOMENT) < 0 ? MOMENT : patience;
      return await(model, weighings.again(model, revision), byId, asker, wait);
    }
    return resolver
        .upstream(model.id(), Optional.of(model))
        .map(upstream -> weigh(model, upstream, revision.info(), byId, asker, patience))
        .orElseGet(() -> new Answer.Unavailable(Texts.moved(model)));
  }

  private Answer standing(Rows.Model model, Rows.Revision revision, boolean byId, Asker asker) {
    RevisionState state = RevisionState.of(revision.state());
    return switch (state) {
      case ADMITTED -> served(model, revision);
      case FILTERED -> byId ? filtered(model, revision, asker) : served(model, revision);
      case REVIEW, REFUSED, WITHDRAWN ->
          refused(
              model,
              revision,
              asker,
              new Answer.Refused(
                  revision.text(),
                  revision.served(),
                  state == RevisionState.REVIEW,
                  Optional.of(revision.commit())));
      case WEIGHING -> new Answer.Unavailable(Texts.internal(model.id()));
    };
  }

  private Answer served(Rows.Model model, Rows.Revision revision) {
    Shelf.Item item = shelf.item(model, revision);
    shelf.offered(revision);
    return new Answer.Served(item.revision(), item.warning());
  }

  private Answer filtered(Rows.Model model, Rows.Revision revision, Asker asker) {
    CommitId served = revision.servedCommit().orElseThrow();
    String text = texts.filtered(model, revision.decision().orElseThrow(), served);
    return refused(
        model,
        revision,
        asker,
        new Answer.Refused(text, false, false, Optional.of(revision.commit())));
  }

  private Answer refused(
      Rows.Model model, Rows.Revision revision, Asker asker, Answer.Refused answer) {
    parts.journal().blocked(model.id(), revision, asker, answer.text());
    return answer;
  }

  /** A branch remembers what was served for it, and falls back on that. */
  private Answer branched(
      Rows.Model model, Optional<Rows.Branch> named, Answer direct, Asker asker) {
    if (named.isEmpty()) {
      return direct;
    }
    Rows.Branch branch = named.get();
    if (direct instanceof Answer.Served served) {
      CommitId commit = served.revision().upstreamCommit();
      if (!branch.lastAdmitted().equals(Optional.of(commit))) {
        records.branches().admitted(model.key(), branch.name(), commit);
      }
      return direct;
    }
    return fallBack(model, branch, direct, asker);
  }

  private Answer fallBack(Rows.Model model, Rows.Branch branch, Answer direct, Asker asker) {
    Optional<Rows.Revision> last =
        branch
            .lastAdmitted()
            .filter(commit -> !commit.equals(branch.commit()))
            .flatMap(commit -> shelf.find(model, commit));
    if (last.isEmpty() || parts.strict()) {
      return direct;
    }
    if (direct instanceof Answer.Refused refused && withdrawn(model, branch.commit())) {
      return refused;
    }
    var older = new Resolved.Known(model, last.get(), true, Optional.empty());
    return switch (known(older, asker, Duration.ZERO)) {
      case Answer.Served served ->
          new Answer.Served(
              served.revision(), Optional.of(Texts.olderCommit(branch.commit(), why(direct))));
      case Answer.Refused gone when direct instanceof Answer.Refused refused ->
          new Answer.Refused(
              refused.text(),
              refused.servedBefore() || gone.servedBefore(),
              refused.waiting(),
              refused.commit());
      default -> direct;
    };
  }

  private boolean withdrawn(Rows.Model model, CommitId commit) {
    return shelf
        .find(model, commit)
        .filter(revision -> RevisionState.of(revision.state()) == RevisionState.WITHDRAWN)
        .isPresent();
  }

  private static String why(Answer answer) {
    return switch (answer) {
      case Answer.Refused refused -> refused.text();
      case Answer.Weighing weighing -> weighing.text();
      case Answer.NotFound missing -> missing.text();
      case Answer.Unavailable unavailable -> unavailable.text();
      case Answer.Limited limited -> limited.text();
      case Answer.Served served -> served.warning().orElse("");
    };
  }

  /** The upstream does not say what the branch is now: its last known commit, or the one served. */
  private Answer unsure(
      Rows.Model model, Rows.Branch branch, Answer trouble, Asker asker, Duration patience) {
    Optional<Rows.Revision> newest = shelf.find(model, branch.commit());
    boolean gone = trouble instanceof Answer.NotFound;
    if (newest.isPresent() && !(gone && parts.strict())) {
      Answer direct =
          known(
              new Resolved.Known(model, newest.get(), false, Optional.of(branch)), asker, patience);
      Answer answer = branched(model, Optional.of(branch), direct, asker);
      return gone && answer instanceof Answer.Served served
          ? new Answer.Served(
              served.revision(), Optional.of(Texts.goneUpstream(model.id(), why(trouble))))
          : answer;
    }
    return fallBack(model, branch, trouble, asker);
  }

  /**
   * Decides again about everything that another policy or rule set decided about, so that the
   * console tells the truth before anybody asks.
   */
  void reweigh() {
    for (Rows.Revision revision :
        records
            .revisions()
            .decidedOtherwise(parts.judge().policyDigest(), parts.judge().rulesDigest())) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      records
          .models()
          .ofRevision(revision.key())
          .filter(model -> parts.weigher().stored(revision))
          .map(model -> weighings.again(model, revision))
          .ifPresent(
              start -> {
                if (start instanceof Weighings.Start.Running(Weighing weighing)) {
                  weighing.await(LONGEST);
                }
              });
    }
  }

  @Override
  public Outcome<Refs> refs(ModelId id, Asker asker) {
    return listings.refs(id, asker, () -> ask(id, "", asker, Duration.ZERO));
  }

  @Override
  public Outcome<List<Commit>> commits(ModelId id, String revision, Asker asker, int limit) {
    return listings.commits(ask(id, revision, asker, Duration.ZERO), limit);
  }

  @Override
  public List<ModelInfo> search(ModelQuery query, Asker asker) {
    return listings.search(query);
  }

  @Override
  public FileChannel open(ServedFile file) {
    return store().open(file.sha256());
  }

  private BlobStore store() {
    return parts.store();
  }

  @Override
  public void recordPull(ServedRevision revision, ServedFile file, Asker asker, long bytes) {
    parts.journal().pulled(revision, file, asker, bytes);
  }

  @Override
  public Settlement approve(ModelId id, String revision, String person, String reason) {
    return desk.approve(id, revision, person, reason);
  }

  @Override
  public Settlement waive(
      ModelId id, String revision, String person, String reason, LocalDate until) {
    return desk.waive(id, revision, person, reason, until);
  }

  @Override
  public Settlement refuse(ModelId id, String revision, String person, String reason) {
    return desk.refuse(id, revision, person, reason);
  }

  @Override
  public void registerUpstreamToken(Asker asker, String upstream, Optional<String> token) {
    parts.entitlements().register(asker, upstream, token);
  }

  @Override
  public Overview overview() {
    return registers.overview();
  }

  @Override
  public List<DecisionSummary> decisions(DecisionSummary.Kind kind, int offset, int limit) {
    return registers.decisions(kind, offset, limit);
  }

  @Override
  public Optional<ModelRecord> record(ModelId id) {
    return registers.record(id);
  }

  @Override
  public List<HealthCheck> health() {
    return registers.health();
  }

  @Override
  public void close() {
    parts.close();
  }
}
