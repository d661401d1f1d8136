package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.policy.Decision;
import io.weighbridge.registry.internal.db.Rows;
import java.time.Clock;
import java.util.Optional;

/**
 * Ids that the policy denies: refused before anything of them is listed, fetched or judged. What is
 * here of a denied revision already, its files and evidence, stays. Thread-safe.
 */
final class Denials {
  private final Records records;
  private final Judge judge;
  private final Journal journal;
  private final Shelf shelf;
  private final Texts texts;
  private final Clock clock;

  Denials(Records records, Judge judge, Journal journal, Shelf shelf, Texts texts, Clock clock) {
    this.records = records;
    this.judge = judge;
    this.journal = journal;
    this.shelf = shelf;
    this.texts = texts;
    this.clock = clock;
  }

  /**
   * Refuses a commit that is denied by its id, and puts that on record.
   *
   * @return empty when it is not denied, or when a waiver lifts that: then it has to be weighed
   */
  Optional<Rows.Revision> refuse(Rows.Model model, ModelInfo info) {
    return judge
        .denied(model.id(), Optional.of(info.commit()))
        .flatMap(decision -> refuse(model, info, decision));
  }

  private Optional<Rows.Revision> refuse(Rows.Model model, ModelInfo info, Decision decision) {
    Case before = look(model, decision);
    return before.lifted() || before.says(decision)
        ? before.unlifted()
        : record(model, info, decision);
  }

  /** A denied revision: what is on record of it, and where it stands by that and the denial. */
  private record Case(Optional<Rows.Revision> known, Standing standing, String text) {

    /** A person's waiver of just that denial would admit it. */
    boolean lifted() {
      return standing.state().served();
    }

    Optional<Rows.Revision> unlifted() {
      return lifted() ? Optional.empty() : known;
    }

    /** Whether the record says all that already. */
    boolean says(Decision decision) {
      return known
          .filter(revision -> revision.text().equals(text))
          .filter(revision -> revision.state().equals(standing.state().text()))
          .flatMap(Rows.Revision::decision)
          .filter(Decision::unseen)
          .filter(old -> old.policyDigest().equals(decision.policyDigest()))
          .filter(old -> old.rulesDigest().equals(decision.rulesDigest()))
          .isPresent();
    }
  }

  private Case look(Rows.Model model, Decision decision) {
    var known = records.revisions().find(model.key(), new CommitId(decision.commit()));
    var settled = known.flatMap(revision -> records.settlements().latest(revision.key()));
    boolean served = known.map(Rows.Revision::served).orElse(false);
    Standing standing = Standing.of(decision, settled, served, clock.instant());
    return new Case(known, standing, texts.standing(model.id(), standing, decision, settled));
  }

  private Optional<Rows.Revision> record(Rows.Model model, ModelInfo info, Decision decision) {
    records.deciding().lock();
    try {
      Case now = look(model, decision);
      if (now.lifted() || now.says(decision)) {
        return now.unlifted(); // another asker, or a person, was faster
      }
      String state = now.standing().state().text();
      journal.decided(model.id(), model.upstream(), now.standing().state(), now.text(), decision);
      records.revisions().deny(model.key(), info, state, now.text(), decision, clock.instant());
      shelf.changed();
      return look(model, decision).known();
    } finally {
      records.deciding().unlock();
    }
  }

  /**
   * Refuses an id of which every commit is denied, whatever the upstream says of it or does not.
   *
   * @return empty when it is not, or when a waiver may lift that for one of its commits
   */
  Optional<Answer> refuse(ModelId id, Asker asker) {
    return text(id)
        .map(
            text -> {
              journal.denied(id, asker, text);
              return new Answer.Refused(text, false, false, Optional.empty());
            });
  }

  /** What is told about an id of which every commit is denied. */
  Optional<String> text(ModelId id) {
    return judge
        .denied(id, Optional.empty())
        .map(
            decision ->
                texts.standing(
                    id,
                    new Standing(RevisionState.REFUSED, Optional.empty(), false),
                    decision,
                    Optional.empty()));
  }

  /**
   * Brings what was denied unseen up to date with today's policy, before anybody asks: what is no
   * longer denied leaves the record, and is weighed when it is asked for.
   */
  void refresh() {
    for (long key : records.revisions().unseen()) {
      var revision = records.revisions().find(key);
      var model = records.models().ofRevision(key);
      if (revision.isPresent()
          && model.isPresent()
          && refuse(model.get(), revision.get().info()).isEmpty()) {
        records.revisions().dropUnseen(key);
        shelf.changed();
      }
    }
  }
}
