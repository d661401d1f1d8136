package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Publisher;
import io.weighbridge.hub.Upstream;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.Loading;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.OnRecord;
import io.weighbridge.sourcing.OnRecord.Admitted;
import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.SourceReport;
import io.weighbridge.sourcing.Subject;
import io.weighbridge.sourcing.internal.BaseFacts.Answer;
import io.weighbridge.sourcing.internal.Questions.Asked;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One model's assessment, while it is made. */
public final class Assessment {
  private final Subject subject;
  private final Upstream upstream;
  private final ModelInfo model;
  private final NameIndex names;
  private final OnRecord record;
  private final Instant now;
  private final Notes notes;

  public Assessment(Subject subject, NameIndex names, OnRecord record, Instant now) {
    this.subject = subject;
    this.upstream = subject.upstream();
    this.model = subject.model();
    this.names = names;
    this.record = record;
    this.now = now;
    this.notes = new Notes(model.id().toString());
  }

  /**
   * Asks everything at once: the publisher (three requests at most), commits, discussions, and one
   * for each model that is imitated or named as a base.
   */
  public SourceReport report() {
    Optional<Resemblance> byName = names.resembles(model.id());
    var bases = new BaseFacts(subject, record, notes);
    try (var questions = new Questions()) {
      String namespace = model.id().namespace();
      Optional<Asked<Optional<Publisher>>> publisher =
          namespace.isEmpty()
              ? Optional.empty()
              : Optional.of(questions.ask("the publisher", () -> upstream.publisher(namespace)));
      var commits =
          questions.ask(
              "the history",
              () -> upstream.commits(model.id(), model.commit(), HistoryFacts.COMMITS));
      var discussions = questions.ask("the discussions", () -> upstream.discussions(model.id()));
      Optional<Asked<ModelInfo>> original = byName.map(found -> original(found, questions));
      Map<ModelId, Asked<Answer>> asked = new LinkedHashMap<>();
      for (ModelId base : bases.toAsk()) {
        asked.put(base, questions.ask("the base model " + base, () -> told(base)));
      }

      Optional<Publisher> known = publisher.flatMap(questions::answer).flatMap(told -> told);
      Optional<Resemblance> resembles = byName.or(() -> ofNewcomer(known));
      resembles.ifPresent(
          found ->
              lookAlike(
                  found, questions.answer(original.orElseGet(() -> original(found, questions)))));
      renamed();
      PublisherFacts.note(model.id(), known, now, notes);
      identity(known);
      new ModelFacts(model, subject.files(), notes).note(now);
      new LicenceFacts(subject, notes).note();
      Optional<List<Commit>> history = questions.answer(commits);
      history.ifPresent(told -> HistoryFacts.commits(model, told, now, notes));
      change(history, questions);
      questions.answer(discussions).ifPresent(told -> HistoryFacts.discussions(model, told, notes));
      Map<ModelId, Answer> answers = new LinkedHashMap<>();
      asked.forEach(
          (base, question) ->
              answers.put(
                  base, questions.answer(question, Answer::of).orElse(new Answer.Silent())));
      bases.note(answers);
      List<Loading> loadings = new LoadingPlan(subject).loadings();
      LoadingFacts.note(loadings, notes);
      unanswered(questions.unanswered());
      return new SourceReport(
          model.id(), resembles, notes.facts(), notes.findings(), loadings, Scoring.of(notes, now));
    }
  }

  private Answer told(ModelId base) {
    return new Answer.Told(upstream.model(base, ""));
  }

  private Asked<ModelInfo> original(Resemblance found, Questions questions) {
    return questions.ask("the model that it resembles", () -> upstream.model(found.original(), ""));
  }

  // A name with a word left out says little, until its publisher turns out to be new.
  private Optional<Resemblance> ofNewcomer(Optional<Publisher> publisher) {
    return publisher
        .flatMap(Publisher::since)
        .filter(since -> !since.isAfter(now) && PublisherFacts.young(since, now))
        .flatMap(since -> names.variantOf(model.id()));
  }

  private void lookAlike(Resemblance resemblance, Optional<ModelInfo> original) {
    notes.find(
        resemblance.informational() ? "source/copy" : "source/look-alike",
        model.id() + " is not " + resemblance.original() + ": " + resemblance.explanation(),
        resemblance.original().toString());
    original.ifPresent(
        told -> {
          notes.count(
              "resembles.downloads",
              told.downloads(),
              resemblance.original() + " has %s downloads lately.",
              "/api/models/" + resemblance.original());
          notes.time(
              "resembles.createdAt",
              told.createdAt(),
              resemblance.original() + " exists since %s.",
              "/api/models/" + resemblance.original());
        });
  }

  private void renamed() {
    if (!subject.asked().key().equals(model.id().key())) {
      notes.find(
          "source/renamed",
          subject.asked() + " is called " + model.id() + " now",
          subject.asked().toString());
    }
  }

  /** Ids of accounts mean something at their own upstream only. */
  private void identity(Optional<Publisher> publisher) {
    Optional<Admitted> same = record.lastAdmitted(model.id());
    same.or(() -> record.lastAdmittedOf(model.id().namespace()))
        .filter(before -> before.upstream().equals(upstream.name()))
        .ifPresent(before -> IdentityFacts.note(before, same.isPresent(), model, publisher, notes));
  }

  private void change(Optional<List<Commit>> history, Questions questions) {
    record
        .lastAdmitted(model.id())
        .ifPresent(
            before -> {
              var change = new ChangeFacts(before, subject, notes);
              change.note();
              history.ifPresent(
                  commits -> change.history(commits, commits.size() < HistoryFacts.COMMITS));
              change.newAuthors().stream().findFirst().ifPresent(who -> newcomer(who, questions));
            });
  }

  /** An account that is young when it first touches a known model. */
  private void newcomer(String author, Questions questions) {
    if (author.equalsIgnoreCase(model.id().namespace())) {
      return;
    }
    questions
        .answer(questions.ask("who " + author + " is", () -> upstream.publisher(author)))
        .flatMap(told -> told)
        .flatMap(Publisher::since)
        .filter(since -> !since.isAfter(now))
        .ifPresent(
            since ->
                notes.fact(
                    "change.authorSince",
                    Json.of(since.toString()),
                    author + ", who is new to it, is known since " + Notes.day(since) + ".",
                    "/api/users/" + author + "/overview, /api/models?author=" + author,
                    PublisherFacts.young(since, now) ? Tone.AGAINST : Tone.NEUTRAL));
  }

  private void unanswered(List<String> questions) {
    if (!questions.isEmpty()) {
      notes.fact(
          "unanswered",
          Json.strings(questions),
          "The upstream did not answer for " + String.join(", ", questions) + ".",
          upstream.name(),
          Tone.AGAINST);
    }
  }
}
