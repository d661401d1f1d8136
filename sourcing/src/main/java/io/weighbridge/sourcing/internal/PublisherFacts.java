package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.Publisher;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who publishes it, and since when. */
final class PublisherFacts {
  private static final Duration YOUNG = Duration.ofDays(90);
  private static final Map<String, String> OFFICIAL = new HashMap<>();

  static {
    for (String[] row : Table.rows("official-publishers.tsv", 3)) {
      OFFICIAL.put(row[0].toLowerCase(Locale.ROOT), row[1]);
    }
  }

  private PublisherFacts() {}

  /** The maker behind an official namespace. */
  static Optional<String> maker(String namespace) {
    return Optional.ofNullable(OFFICIAL.get(namespace.toLowerCase(Locale.ROOT)));
  }

  static void note(ModelId id, Optional<Publisher> publisher, Instant now, Notes notes) {
    String namespace = id.namespace();
    String source = publisher.map(PublisherFacts::source).orElse("the upstream does not tell");
    notes.text(
        "publisher.name",
        namespace.isEmpty() ? Optional.empty() : Optional.of(namespace),
        "Published by %s.",
        "the model's id");
    Optional<String> maker = maker(namespace);
    notes.fact(
        "publisher.official",
        Json.of(maker.isPresent()),
        maker.map(who -> "This is the official namespace of " + who + ".").orElse(""),
        "official-publishers.tsv",
        maker.isPresent() ? Tone.FOR : Tone.NEUTRAL);
    notes.text("publisher.kind", publisher.map(Publisher::kind), "", source);
    notes.text("publisher.fullName", publisher.flatMap(Publisher::fullName), "", source);
    notes.text("publisher.id", publisher.flatMap(Publisher::id), "", source);
    verified(publisher, source, notes);
    publisher.ifPresent(
        known -> {
          notes.count("publisher.models", known.models(), "It has %s models there.", source);
          notes.count("publisher.followers", known.followers(), "", source);
        });
    since(namespace, publisher, now, notes);
  }

  /** Whether somebody known since then is too new to be known. */
  static boolean young(Instant since, Instant now) {
    return since.plus(YOUNG).isAfter(now);
  }

  private static String source(Publisher publisher) {
    return switch (publisher.kind()) {
      case "organization" -> "/api/organizations/" + publisher.namespace() + "/overview";
      case "user" -> "/api/users/" + publisher.namespace() + "/overview";
      default -> "/api/models?author=" + publisher.namespace();
    };
  }

  private static void verified(Optional<Publisher> publisher, String source, Notes notes) {
    Optional<Boolean> verified = publisher.flatMap(Publisher::verified);
    notes.fact(
        "publisher.verified",
        verified.<Json>map(Json::of).orElse(Json.Null.NULL),
        verified.orElse(false) ? "The upstream has verified the publisher." : "",
        source,
        verified.orElse(false) ? Tone.FOR : Tone.NEUTRAL);
  }

  // A time in the future is no time; unknown never counts in favour.
  private static void since(
      String namespace, Optional<Publisher> publisher, Instant now, Notes notes) {
    Optional<Instant> created = publisher.flatMap(Publisher::createdAt).filter(now::isAfter);
    Optional<Instant> oldest = publisher.flatMap(Publisher::oldestModel).filter(now::isAfter);
    Optional<Instant> since = created.or(() -> oldest);
    notes.time(
        "publisher.createdAt",
        created,
        "",
        publisher.map(PublisherFacts::source).orElse("the upstream does not tell"));
    notes.time(
        "publisher.since",
        since,
        created.isPresent()
            ? "The publisher's account exists since %s."
            : "The publisher's oldest model is of %s.",
        created.isPresent()
            ? publisher.map(PublisherFacts::source).orElse("")
            : "createdAt of the oldest of /api/models?author=" + namespace);
    if (since.isPresent() && young(since.get(), now)) {
      long days = Duration.between(since.get(), now).toDays();
      notes.find(
          "source/young-publisher",
          "the publisher has been known for "
              + days
              + (days == 1 ? " day" : " days")
              + " only (since "
              + Notes.day(since.get())
              + ")",
          since.get().toString());
    }
    if (since.isEmpty() && maker(namespace).isEmpty()) {
      notes.find(
          "source/ambiguous",
          namespace.isEmpty()
              ? "the model has no publisher, and the upstream tells nothing of its origin"
              : "the upstream does not tell who " + namespace + " is, or since when",
          "");
    }
  }
}
