package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.Publisher;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.OnRecord.Admitted;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Whether the publisher is still the account that was approved. A name is never identity: a deleted
 * or renamed account's name can be registered by anybody (model namespace reuse, Unit 42, September
 * 2025), and its models then come from the new owner. What cannot be forged with the name is the
 * account's id and the time at which it was made.
 */
final class IdentityFacts {
  private IdentityFacts() {}

  /**
   * Compares with what was pinned when {@code before} was admitted.
   *
   * @param sameModel whether that was this very model, or another of its namespace
   */
  static void note(
      Admitted before,
      boolean sameModel,
      ModelInfo model,
      Optional<Publisher> publisher,
      Notes notes) {
    String pinnedBy = "what was " + before.known();
    String namespace = model.id().namespace();
    if (!namespace.isEmpty()) {
      Optional<String> problem = publisher(before, publisher, namespace);
      problem.ifPresent(text -> notes.find("source/namespace-taken", text, pinnedBy));
      notes.fact(
          "identity.pinned",
          Json.of(before.fact("publisher.id").isPresent() || pinnedTime(before).isPresent()),
          problem.isPresent() || publisher.isEmpty()
              ? ""
              : "The publisher's account is the one of what was admitted here before.",
          pinnedBy,
          problem.isPresent() ? Tone.AGAINST : Tone.NEUTRAL);
    }
    if (sameModel) {
      recreated(before, model, notes, pinnedBy);
    }
  }

  private static Optional<String> publisher(
      Admitted before, Optional<Publisher> publisher, String namespace) {
    Optional<String> oldId = before.fact("publisher.id").flatMap(Json::asText);
    Optional<String> id = publisher.flatMap(Publisher::id);
    if (oldId.isPresent() && id.isPresent() && !oldId.equals(id)) {
      return Optional.of(
          "the account behind "
              + namespace
              + " is another than the one that was approved (id "
              + id.get()
              + ", was "
              + oldId.get()
              + ")");
    }
    Optional<Instant> oldTime = pinnedTime(before);
    Optional<Instant> time = publisher.flatMap(Publisher::createdAt);
    if (oldTime.isPresent() && time.isPresent() && !oldTime.equals(time)) {
      return Optional.of(
          "the account behind "
              + namespace
              + " was created on "
              + Notes.day(time.get())
              + ", the one that was approved on "
              + Notes.day(oldTime.get()));
    }
    return publisher
        .flatMap(Publisher::since)
        .filter(since -> since.isAfter(before.at()))
        .map(
            since ->
                namespace
                    + " is known since "
                    + Notes.day(since)
                    + " only, and something of it was "
                    + before.known()
                    + " already");
  }

  private static Optional<Instant> pinnedTime(Admitted before) {
    return before.fact("publisher.createdAt").flatMap(Json::asText).flatMap(IdentityFacts::time);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static void recreated(Admitted before, ModelInfo model, Notes notes, String pinnedBy) {
    Optional<Instant> old = before.model().createdAt();
    Optional<Instant> now = model.createdAt();
    if (now.isPresent()
        && (now.get().isAfter(before.at()) || old.isPresent() && !old.equals(now))) {
      notes.find(
          "source/recreated",
          "the repository was created on "
              + Notes.day(now.get())
              + (old.isPresent() ? "; the one that was admitted, on " + Notes.day(old.get()) : "")
              + (now.get().isAfter(before.at()) ? ", after it was " + before.known() : ""),
          pinnedBy);
    }
  }
}
