package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.OnRecord;
import io.weighbridge.sourcing.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the model says it was made from, held against the models named: do they exist, are they of
 * the same architecture, does their licence go with this one's, were they admitted here.
 */
final class BaseFacts {
  /** Base models that are asked for; a merge may name more, and those stay claims. */
  static final int MOST_ASKED = 4;

  private final Subject subject;
  private final OnRecord record;
  private final Notes notes;
  private final List<String> claims;

  BaseFacts(Subject subject, OnRecord record, Notes notes) {
    this.subject = subject;
    this.record = record;
    this.notes = notes;
    this.claims = List.copyOf(ModelFacts.texts(subject.model().cardData(), "base_model"));
  }

  /** The named models that can be asked for, of a card's possible nonsense. */
  List<ModelId> toAsk() {
    return claims.stream()
        .map(ModelId::parse)
        .flatMap(Optional::stream)
        .filter(id -> !id.key().equals(subject.model().id().key()))
        .limit(MOST_ASKED)
        .toList();
  }

  /**
   * Notes them.
   *
   * @param answers what the upstream said of each that was asked for; an exception when nothing
   */
  void note(Map<ModelId, Answer> answers) {
    var kept = new ArrayList<String>();
    var sentence = new LinkedHashMap<String, String>();
    var licences = new LicenceFacts(subject, notes);
    for (String claim : claims) {
      Optional<ModelId> id = ModelId.parse(claim);
      boolean admitted = id.flatMap(record::lastAdmitted).isPresent();
      if (admitted) {
        kept.add(claim);
      }
      sentence.put(claim, claim + (admitted ? " (admitted here)" : ""));
    }
    notes.fact(
        "baseModel.claims",
        Json.strings(claims),
        claims.isEmpty()
            ? ""
            : "Made from " + Notes.list(List.copyOf(sentence.values()), 4) + ", by its own claim.",
        "/api/models/" + subject.model().id() + " cardData",
        Tone.NEUTRAL);
    notes.fact(
        "baseModel.admitted", Json.strings(kept), "", "what was admitted here", Tone.NEUTRAL);
    notes.fact(
        "baseModel.allAdmitted",
        claims.isEmpty() ? (Json) Json.Null.NULL : Json.of(kept.size() == claims.size()),
        "",
        "what was admitted here",
        Tone.NEUTRAL);
    var told = new ArrayList<String>();
    answers.forEach(
        (id, answer) -> {
          switch (answer) {
            case Answer.Told(ModelInfo base) -> {
              licences.chain(base);
              architecture(base);
              LicenceFacts.of(base).ifPresent(told::add);
            }
            case Answer.Missing missing ->
                notes.find(
                    "source/base-unknown",
                    "it says that it was made from " + id + ", which the upstream does not have",
                    id.toString());
            case Answer.Silent silent -> {}
          }
        });
    notes.fact(
        "baseModel.licences",
        Json.strings(told),
        "",
        answers.isEmpty() ? "no base model was named" : "/api/models/ of each base model",
        Tone.NEUTRAL);
  }

  /** What an upstream answered about a base model. */
  sealed interface Answer {
    record Told(ModelInfo model) implements Answer {}

    /** There is none of that name, or none that is shown. */
    record Missing() implements Answer {}

    /** No answer. */
    record Silent() implements Answer {}

    static Answer of(HubException problem) {
      return switch (problem.kind()) {
        case REPO_NOT_FOUND, REVISION_NOT_FOUND -> new Missing();
        default -> new Silent();
      };
    }
  }

  // Adapters, quantisations and merges keep their base's architecture.
  private void architecture(ModelInfo base) {
    Optional<String> ours = subject.model().config().text("model_type");
    Optional<String> theirs = base.config().text("model_type");
    if (claims.size() == 1 && ours.isPresent() && theirs.isPresent() && !ours.equals(theirs)) {
      notes.find(
          "source/base-differs",
          "it says that it was made from "
              + base.id()
              + ", which is a "
              + theirs.get()
              + "; this is a "
              + ours.get(),
          base.id().toString());
    }
  }
}
