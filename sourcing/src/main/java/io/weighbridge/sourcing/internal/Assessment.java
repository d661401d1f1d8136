package io.weighbridge.sourcing.internal;

import io.weighbridge.evidence.Finding;
import io.weighbridge.evidence.Location;
import io.weighbridge.evidence.RuleTable;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Publisher;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.Upstream;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.SourceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One model's assessment, while it is made. */
public final class Assessment {
  private static final RuleTable RULES = RuleTable.load(NameIndex.class, "rules.tsv");
  private static final Duration YOUNG = Duration.ofDays(90);

  private final Upstream upstream;
  private final ModelInfo model;
  private final List<RepoFile> files;
  private final NameIndex names;
  private final Instant now;
  private final List<Fact> facts = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  public Assessment(
      Upstream upstream, ModelInfo model, List<RepoFile> files, NameIndex names, Instant now) {
    this.upstream = upstream;
    this.model = model;
    this.files = List.copyOf(files);
    this.names = names;
    this.now = now;
  }

  public SourceReport report() {
    Optional<Resemblance> resembles = names.resembles(model.id());
    resembles.ifPresent(this::lookAlike);
    publisher();
    time("model.createdAt", "model.ageDays", model.createdAt(), "The repository exists");
    count("model.downloads", model.downloads(), "downloads");
    count("model.likes", model.likes(), "likes");
    return new SourceReport(model.id(), resembles, facts, findings);
  }

  private void lookAlike(Resemblance resemblance) {
    find(
        resemblance.informational() ? "source/copy" : "source/look-alike",
        model.id() + " is not " + resemblance.original() + ": " + resemblance.explanation(),
        resemblance.original().toString());
  }

  private void publisher() {
    Optional<Publisher> publisher = ask();
    Optional<Instant> since =
        publisher.flatMap(Publisher::since).filter(instant -> !instant.isAfter(now));
    time("publisher.since", "publisher.ageDays", since, "The publisher has been seen");
    if (since.isPresent() && Duration.between(since.get(), now).compareTo(YOUNG) < 0) {
      long days = Duration.between(since.get(), now).toDays();
      find("source/young-publisher", "the publisher has existed for " + days + " days only", "");
    }
    if (since.isEmpty()) {
      find("source/ambiguous", "nothing tells since when the publisher exists", "");
    }
  }

  private Optional<Publisher> ask() {
    if (model.id().namespace().isEmpty()) {
      return Optional.empty();
    }
    try {
      return upstream.publisher(model.id().namespace());
    } catch (HubException e) {
      return Optional.empty(); // recorded as unknown below
    }
  }

  private void time(String name, String ageName, Optional<Instant> at, String what) {
    if (at.isEmpty() || at.get().isAfter(now)) {
      facts.add(new Fact(ageName, Json.Null.NULL, "", "not told", Tone.NEUTRAL));
      return;
    }
    long days = Duration.between(at.get(), now).toDays();
    facts.add(
        new Fact(
            name,
            Json.of(at.get().toString()),
            what + " since " + at.get().toString().substring(0, 10) + " (" + days + " days).",
            upstream.name(),
            Tone.NEUTRAL));
    facts.add(new Fact(ageName, Json.of(days), "", upstream.name(), Tone.NEUTRAL));
  }

  private void count(String name, OptionalLong count, String what) {
    facts.add(
        new Fact(
            name,
            count.isPresent() ? Json.of(count.getAsLong()) : Json.Null.NULL,
            count.isPresent() ? count.getAsLong() + " " + what + "." : "",
            upstream.name(),
            Tone.NEUTRAL));
  }

  private void find(String rule, String message, String evidence) {
    findings.add(RULES.rule(rule).at(Location.of(model.id().toString()), message, evidence));
  }

  /** Files of the revision, for rules that look at what it holds. */
  List<RepoFile> files() {
    return files;
  }
}
