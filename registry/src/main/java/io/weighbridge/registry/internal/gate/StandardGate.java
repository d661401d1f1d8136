package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.hub.Refs;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.gate.Resolver.Resolved;
import java.net.URI;
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

  private static final Duration LONGEST = Duration.ofHours(1);

  private final GateParts parts;
  private final Resolver resolver;
  private final Answering answering;
  private final BranchAnswers branches;
  private final Listings listings;
  private final Openings openings;
  private final Desk desk;
  private final Registers registers;
  private final Passports passports;

  StandardGate(GateParts parts) {
    this.parts = parts;
    this.resolver = parts.resolver();
    this.answering = new Answering(parts);
    this.branches = new BranchAnswers(parts, answering);
    this.listings = new Listings(parts);
    this.openings = new Openings(parts);
    this.desk = new Desk(parts);
    this.registers = new Registers(parts);
    this.passports = new IssuedPassports(parts, desk);
  }

  @Override
  public Answer ask(ModelId id, String revision, Asker asker, Duration patience) {
    Answer answer = answer(id, revision, asker, patience);
    return switch (answer) {
      case Answer.NotFound _, Answer.Unavailable _ ->
          parts.denials().refuse(id, asker).orElse(answer);
      default -> answer;
    };
  }

  private Answer answer(ModelId id, String revision, Asker asker, Duration patience) {
    try {
      Resolved resolved = resolver.resolve(id, revision);
      if (resolved instanceof Resolved.Renamed(ModelId to)) {
        Optional<Answer> denied = parts.denials().refuse(id, asker);
        if (denied.isPresent()) {
          return denied.get();
        }
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
        Answer direct = answering.known(known, asker, patience);
        yield branches.branched(known.model(), known.branch(), direct, asker);
      }
      case Resolved.Unknown unknown -> {
        Answer direct = answering.unknown(unknown, asker, patience);
        yield branches.branched(unknown.model(), unknown.branch(), direct, asker);
      }
      case Resolved.Unsure(Rows.Model model, Rows.Branch branch, Answer trouble) ->
          branches.unsure(model, branch, trouble, asker, patience);
      case Resolved.Failed(Answer answer) -> answer;
      case Resolved.Renamed(ModelId to) ->
          new Answer.NotFound(
              Answer.Missing.REPOSITORY,
              Texts.line(id + " was renamed more than once upstream; ask for " + to));
    };
  }

  /**
   * Decides again about everything that another policy or rule set decided about, so that the
   * console tells the truth before anybody asks.
   */
  void reweigh() {
    var revisions = parts.records().revisions();
    for (long key :
        revisions.decidedOtherwise(parts.judge().policyDigest(), parts.judge().rulesDigest())) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      revisions.find(key).filter(parts.weigher()::decidable).ifPresent(this::reweigh);
    }
  }

  private void reweigh(Rows.Revision revision) {
    var start =
        parts
            .records()
            .models()
            .ofRevision(revision.key())
            .map(model -> parts.weighings().again(model, revision));
    if (start.isPresent() && start.get() instanceof Weighings.Start.Running(Weighing weighing)) {
      weighing.awaitEnd(LONGEST);
    }
  }

  void reachableAt(URI url) {
    parts.texts().reachableAt(url);
  }

  @Override
  public Outcome<Refs> refs(ModelId id, Asker asker) {
    boolean denied = parts.denials().text(id).isPresent();
    if (denied && ask(id, "", asker, Duration.ZERO) instanceof Answer.Refused refused) {
      return new Outcome.Not<>(refused);
    }
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
  public Opening open(
      ServedRevision revision, ServedFile file, long first, long last, Duration patience) {
    return openings.open(revision, file, first, last, patience);
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
  public Passports passports() {
    return passports;
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
  public boolean opens(ModelId id, Asker asker) {
    return parts
        .records()
        .models()
        .find(id)
        .flatMap(model -> parts.entitlements().closed(model, Optional.empty(), asker))
        .isEmpty();
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
