package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Upstream;
import io.weighbridge.policy.Decision;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.gate.Resolver.Resolved;
import io.weighbridge.registry.internal.gate.Weighing.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What an asker is told about one commit, by where it stands; weighs it first where need be. */
final class Answering {
  /** Deciding again from stored evidence takes moments: even a HEAD request waits for it. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  /** How long to wait for an upstream's file list, without which there is no metadata either. */
  private static final Duration LISTING = Duration.ofSeconds(8);

  private final GateParts parts;
  private final Clock clock;
  private final Resolver resolver;
  private final Weighings weighings;
  private final Shelf shelf;

  Answering(GateParts parts) {
    this.parts = parts;
    this.clock = parts.clock();
    this.resolver = parts.resolver();
    this.weighings = parts.weighings();
    this.shelf = parts.shelf();
  }

  Answer unknown(Resolved.Unknown unknown, Asker asker, Duration patience) {
    Optional<Answer> denied =
        denied(unknown.model(), unknown.info(), unknown.branch().isEmpty(), asker);
    if (denied.isPresent()) {
      return denied.get();
    }
    Optional<Answer> closed =
        parts.entitlements().closed(unknown.model(), Optional.of(unknown.info().commit()), asker);
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

  /** What is denied by its id is refused to everybody, unseen. */
  private Optional<Answer> denied(Rows.Model model, ModelInfo info, boolean byId, Asker asker) {
    return parts
        .denials()
        .refuse(model, info)
        .map(revision -> standing(model, revision, byId, asker));
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
      case Weighings.Start.Running(Weighing weighing) ->
          switch (weighing.await(patience)) {
            case Progress.Pending _ -> stillWeighing(model, weighing);
            case Progress.Offered(Provisional offered) ->
                offered(model, weighing, offered, byId, asker);
            case Progress.Ended(Optional<Answer> failure) ->
                failure.orElseGet(
                    () ->
                        shelf
                            .find(model, weighing.info().commit())
                            .map(revision -> standing(model, revision, byId, asker))
                            .orElseGet(() -> new Answer.Unavailable(Texts.internal(model.id()))));
          };
    };
  }

  /** Served while it arrives. */
  private Answer offered(
      Rows.Model model, Weighing weighing, Provisional offered, boolean byId, Asker asker) {
    ServedRevision revision = offered.item().revision();
    Optional<Rows.Revision> filtered =
        byId && revision.filtered()
            ? shelf.find(model, weighing.info().commit())
            : Optional.empty();
    return filtered
        .map(
            row ->
                refused(
                    model,
                    row,
                    asker,
                    filtered(model, row, revision.decision(), revision.commit())))
        .orElseGet(() -> new Answer.Served(revision, offered.item().warning()));
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

  Answer known(Resolved.Known known, Asker asker, Duration patience) {
    Rows.Model model = known.model();
    Rows.Revision revision = known.revision();
    boolean byId = known.branch().isEmpty() && !known.byServedId();
    boolean unseen = revision.decision().filter(Decision::unseen).isPresent();
    if (unseen) {
      Optional<Answer> denied = denied(model, revision.info(), byId, asker);
      if (denied.isPresent()) {
        return denied.get();
      }
    }
    Optional<Answer> closed =
        parts.entitlements().closed(model, Optional.of(revision.commit()), asker);
    if (closed.isPresent()) {
      return closed.get();
    }
    if (RevisionState.of(revision.state()) == RevisionState.WEIGHING) {
      return weighAnew(model, revision, byId, asker, patience);
    }
    if (unseen || outdated(revision)) {
      return again(model, revision, byId, asker, patience);
    }
    return RevisionState.of(revision.state()).served()
            && !shelf.servable(revision, parts.weigher()::servable)
        ? weighAnew(model, revision, byId, asker, patience)
        : standing(model, revision, byId, asker);
  }

  private Answer weighAnew(
      Rows.Model model, Rows.Revision revision, boolean byId, Asker asker, Duration patience) {
    return resolver
        .upstream(model.id(), Optional.of(model))
        .map(upstream -> weigh(model, upstream, revision.info(), byId, asker, patience))
        .orElseGet(() -> new Answer.Unavailable(Texts.moved(model)));
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
    if (!parts.weigher().decidable(revision)) {
      return denied(model, revision.info(), byId, asker)
          .orElseGet(() -> weighAnew(model, revision, byId, asker, patience));
    }
    Duration wait = patience.compareTo(MOMENT) < 0 ? MOMENT : patience;
    Weighings.Start start = weighings.again(model, revision);
    if (start instanceof Weighings.Start.Running(Weighing weighing)) {
      weighing.await(wait);
    }
    // A decision made from evidence alone may admit what is not here.
    return shelf
        .find(model, revision.commit())
        .filter(now -> RevisionState.of(now.state()).served() && !outdated(now))
        .filter(now -> !shelf.servable(now, parts.weigher()::servable))
        .map(now -> weighAnew(model, now, byId, asker, patience))
        .orElseGet(() -> await(model, start, byId, asker, Duration.ZERO));
  }

  private Answer standing(Rows.Model model, Rows.Revision revision, boolean byId, Asker asker) {
    RevisionState state = RevisionState.of(revision.state());
    return switch (state) {
      case ADMITTED -> served(model, revision);
      case FILTERED ->
          byId
              ? refused(
                  model,
                  revision,
                  asker,
                  filtered(
                      model,
                      revision,
                      revision.decision().orElseThrow(),
                      revision.servedCommit().orElseThrow()))
              : served(model, revision);
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

  private Answer.Refused filtered(
      Rows.Model model, Rows.Revision revision, Decision decision, CommitId served) {
    String text = parts.texts().filtered(model, decision, served);
    return new Answer.Refused(text, false, false, Optional.of(revision.commit()));
  }

  private Answer refused(
      Rows.Model model, Rows.Revision revision, Asker asker, Answer.Refused answer) {
    parts.journal().blocked(model.id(), revision, asker, answer.text());
    return answer;
  }
}
