package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Upstream;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.SourceReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** One model's assessment, while it is made. */
public final class Assessment {
  private final Upstream upstream;
  private final ModelInfo model;
  private final List<RepoFile> files;
  private final NameIndex names;
  private final Instant now;
  private final Notes notes;
  private final List<String> unanswered = new ArrayList<>();

  public Assessment(
      Upstream upstream, ModelInfo model, List<RepoFile> files, NameIndex names, Instant now) {
    this.upstream = upstream;
    this.model = model;
    this.files = List.copyOf(files);
    this.names = names;
    this.now = now;
    this.notes = new Notes(model.id().toString());
  }

  /** Requests: the publisher's three at most, commits, discussions, and the imitated model. */
  public SourceReport report() {
    Optional<Resemblance> resembles = names.resembles(model.id());
    resembles.ifPresent(this::lookAlike);
    String namespace = model.id().namespace();
    PublisherFacts.note(
        model.id(),
        namespace.isEmpty()
            ? Optional.empty()
            : asked("the publisher", () -> upstream.publisher(namespace)).flatMap(told -> told),
        now,
        notes);
    new ModelFacts(model, files, notes).note(now);
    asked("the history", () -> upstream.commits(model.id(), model.commit(), HistoryFacts.COMMITS))
        .ifPresent(commits -> HistoryFacts.commits(model, commits, now, notes));
    asked("the discussions", () -> upstream.discussions(model.id()))
        .ifPresent(discussions -> HistoryFacts.discussions(model, discussions, notes));
    if (!unanswered.isEmpty()) {
      notes.fact(
          "unanswered",
          Json.strings(unanswered),
          "The upstream did not answer for " + String.join(", ", unanswered) + ".",
          upstream.name(),
          Tone.AGAINST);
    }
    return new SourceReport(model.id(), resembles, notes.facts(), notes.findings());
  }

  private void lookAlike(Resemblance resemblance) {
    notes.find(
        resemblance.informational() ? "source/copy" : "source/look-alike",
        model.id() + " is not " + resemblance.original() + ": " + resemblance.explanation(),
        resemblance.original().toString());
    asked("the model that it resembles", () -> upstream.model(resemblance.original(), ""))
        .ifPresent(
            original -> {
              OptionalLong theirs = original.downloads();
              notes.count(
                  "resembles.downloads",
                  theirs,
                  resemblance.original() + " has %s downloads lately.",
                  "/api/models/" + resemblance.original());
              notes.time(
                  "resembles.createdAt",
                  original.createdAt(),
                  resemblance.original() + " exists since %s.",
                  "/api/models/" + resemblance.original());
            });
  }

  /** What the upstream does not answer stays unknown, and is said to be. */
  private <T> Optional<T> asked(String what, Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (HubException e) {
      if (e.kind() == HubException.Kind.UNAVAILABLE || e.kind() == HubException.Kind.BAD_ANSWER) {
        unanswered.add(what);
      }
      return Optional.empty();
    }
  }
}
