package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Decision;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Waiver;
import io.weighbridge.registry.internal.db.Rows;
import io.weighbridge.registry.internal.db.Rows.Settled;
import io.weighbridge.registry.internal.db.Rows.Signed;
import io.weighbridge.registry.internal.gate.Settlement.Result;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where persons settle what the policy leaves to them. Thread-safe. */
final class Desk {
  private final GateParts parts;
  private final Records records;
  private final Clock clock;

  Desk(GateParts parts) {
    this.parts = parts;
    this.records = parts.records();
    this.clock = parts.clock();
  }

  record Subject(Rows.Model model, Rows.Revision revision) {
    String text() {
      return model.id() + "@" + revision.commit().hex().substring(0, 12);
    }

    RevisionState state() {
      return RevisionState.of(revision.state());
    }
  }

  Settlement approve(ModelId id, String revision, String person, String reason) {
    return settle(id, revision, reason, subject -> approve(subject, person, reason));
  }

  private Settlement approve(Subject subject, String person, String reason) {
    if (subject.revision().decision().isEmpty()) {
      return undecided(subject);
    }
    Decision decision = subject.revision().decision().get();
    if (subject.state().served()) {
      return new Settlement(Result.ALREADY, subject.text() + " is admitted already");
    }
    if (decision.outcome() == Outcome.BLOCK) {
      return notDone(
          subject.text()
              + " is blocked by policy ("
              + String.join(", ", rules(decision))
              + "); an approval does not lift a block, a waiver does: weighbridge waive "
              + subject.text()
              + " --until YYYY-MM-DD --reason ...");
    }
    return record(subject, decision, Settled.Kind.APPROVE, person, reason, Optional.empty());
  }

  private static List<String> rules(Decision decision) {
    return decision.counting().stream().map(one -> one.rule()).distinct().sorted().toList();
  }

  Settlement waive(ModelId id, String revision, String person, String reason, LocalDate until) {
    return settle(id, revision, reason, subject -> waive(subject, person, reason, until));
  }

  private Settlement waive(Subject subject, String person, String reason, LocalDate until) {
    if (subject.revision().decision().isEmpty()) {
      return undecided(subject);
    }
    if (!new Waiver(person, reason, until).holdsAt(clock.instant())) {
      return notDone("a waiver needs a last day that is not past; " + until + " is");
    }
    return record(
        subject,
        subject.revision().decision().get(),
        Settled.Kind.WAIVE,
        person,
        reason,
        Optional.of(until));
  }

  Settlement refuse(ModelId id, String revision, String person, String reason) {
    return settle(
        id,
        revision,
        reason,
        subject ->
            subject
                .revision()
                .decision()
                .map(
                    decision ->
                        record(
                            subject,
                            decision,
                            Settled.Kind.REFUSE,
                            person,
                            reason,
                            Optional.empty()))
                .orElseGet(() -> notDone(subject.text() + " is not decided about yet")));
  }

  private interface Act {
    Settlement on(Subject subject);
  }

  private Settlement settle(ModelId id, String revision, String reason, Act act) {
    if (reason.isBlank()) {
      return notDone("a reason is needed: --reason ...");
    }
    records.deciding().lock();
    try {
      return find(id, revision).map(act::on).orElseGet(() -> notOnRecord(id, revision));
    } finally {
      records.deciding().unlock();
    }
  }

  private Settlement notOnRecord(ModelId id, String revision) {
    List<String> others =
        records.models().find(id).stream()
            .flatMap(model -> records.revisions().of(model.key()).stream())
            .limit(5)
            .map(known -> known.commit().hex().substring(0, 12) + " (" + known.state() + ")")
            .toList();
    return new Settlement(
        Result.NOT_FOUND,
        Texts.line(
            "nothing is on record here about "
                + id
                + (revision.isEmpty() ? "" : "@" + revision)
                + (others.isEmpty()
                    ? "; it is weighed when somebody asks for it"
                    : "; on record are " + String.join(", ", others))));
  }

  /** The revision that a person or a program names. */
  Optional<Subject> find(ModelId id, String revision) {
    return records
        .models()
        .find(id)
        .flatMap(
            model ->
                switch (Ref.of(revision)) {
                  case Ref.Full(CommitId commit) ->
                      records
                          .revisions()
                          .find(model.key(), commit)
                          .or(() -> records.revisions().findServed(model.key(), commit))
                          .map(found -> new Subject(model, found));
                  case Ref.Beginning(String prefix) -> {
                    var found = records.revisions().findByPrefix(model.key(), prefix);
                    yield found.size() == 1
                        ? Optional.of(new Subject(model, found.getFirst()))
                        : ofBranch(model, prefix);
                  }
                  case Ref.Name(String name) -> ofBranch(model, name);
                  case Ref.Foreign foreign -> Optional.empty();
                });
  }

  private Optional<Subject> ofBranch(Rows.Model model, String name) {
    return records
        .branches()
        .find(model.key(), name)
        .or(() -> sameBranch(name).flatMap(other -> records.branches().find(model.key(), other)))
        .flatMap(branch -> records.revisions().find(model.key(), branch.commit()))
        .map(found -> new Subject(model, found));
  }

  /**
   * Clients ask for {@code main} where a person names no branch at all, and the other way round.
   */
  private static Optional<String> sameBranch(String name) {
    return switch (name) {
      case "" -> Optional.of("main");
      case "main" -> Optional.of("");
      default -> Optional.empty();
    };
  }

  private Settlement undecided(Subject subject) {
    if (subject.state() == RevisionState.WEIGHING) {
      return notDone(subject.text() + " is being weighed; settle it when that has ended");
    }
    records.revisions().drop(subject.revision().key());
    parts.shelf().changed();
    return new Settlement(
        Result.DONE,
        subject.text()
            + " was refused for the upstream's answer, so there is nothing to admit; it is weighed"
            + " anew when somebody asks for it");
  }

  private Settlement record(
      Subject subject,
      Decision decision,
      Settled.Kind kind,
      String person,
      String reason,
      Optional<LocalDate> until) {
    Instant now = clock.instant();
    Set<String> concerns = Standing.concerns(decision);
    var word = new Settled(kind, person, reason, concerns, until, now);
    Standing standing = Standing.of(decision, Optional.of(word), subject.revision().served(), now);
    parts.journal().settled(subject.model().id(), subject.revision().commit(), word);
    if (decision.unseen() && standing.state().served()) {
      return lifted(subject, word);
    }
    String text =
        parts.texts().standing(subject.model().id(), standing, decision, Optional.of(word));
    // What was judged by parts is signed when all of it is here and proven.
    Optional<Signed> passport =
        standing.state().served() && parts.weigher().servable(subject.revision())
            ? Optional.of(
                parts.stamp().issue(subject.model(), subject.revision(), Optional.of(word)))
            : Optional.empty();
    records
        .settlements()
        .settle(subject.revision().key(), word, standing.state().text(), text, passport);
    parts.shelf().changed();
    if (standing.state().served()) {
      parts.admitted().accept(subject.model().id());
    }
    return new Settlement(Result.DONE, sentence(subject, standing.state(), until));
  }

  /** Nothing of it was looked at while its id was denied, so there is nothing to serve yet. */
  private Settlement lifted(Subject subject, Settled word) {
    String text = Texts.lifted(word);
    records
        .settlements()
        .settle(subject.revision().key(), word, subject.state().text(), text, Optional.empty());
    parts.shelf().changed();
    return new Settlement(Result.DONE, subject.text() + " " + text);
  }

  private static String sentence(Subject subject, RevisionState state, Optional<LocalDate> until) {
    String what =
        switch (state) {
          case ADMITTED -> " is admitted";
          case FILTERED -> " is admitted without the files that are left out";
          case WITHDRAWN -> " is withdrawn; what was pulled before cannot be recalled from here";
          case REFUSED -> " is refused";
          case REVIEW -> " waits for a person";
          case WEIGHING -> " is being weighed";
        };
    return subject.text() + what + until.map(day -> " until " + day).orElse("");
  }

  private static Settlement notDone(String text) {
    return new Settlement(Result.NOT_DONE, text);
  }
}
