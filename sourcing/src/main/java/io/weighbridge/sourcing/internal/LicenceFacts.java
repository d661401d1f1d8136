package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.Subject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the licence is said to be: by the card, the tags, the licence file, and the base model. */
final class LicenceFacts {
  private final Subject subject;
  private final Notes notes;
  private final String source;

  LicenceFacts(Subject subject, Notes notes) {
    this.subject = subject;
    this.notes = notes;
    this.source = "/api/models/" + subject.model().id() + " cardData and tags";
  }

  void note() {
    ModelInfo model = subject.model();
    Set<String> all = Licences.card(model);
    List<String> files =
        subject.files().stream()
            .map(file -> file.path().text())
            .filter(path -> FileKind.of(path) == FileKind.LICENCE)
            .toList();
    Set<String> inFiles = new TreeSet<>();
    subject.licences().forEach(told -> inFiles.add(Licences.id(told)));
    inFiles.removeAll(all);
    // Licences are read from card and files together, so of a file only what the card lacks shows.
    notes.text(
        "licence.card",
        all.stream().findFirst(),
        "Licence by its card: %s" + named(model) + tail(files) + ".",
        source);
    notes.fact(
        "licence.file",
        Json.of(!files.isEmpty()),
        all.isEmpty() && !inFiles.isEmpty()
            ? "Licence by "
                + files.stream().findFirst().orElse("its files")
                + ": "
                + String.join(", ", inFiles)
                + "; the card tells none."
            : "",
        "the file list",
        Tone.NEUTRAL);
    var stated = Licences.stated(model, subject.licences());
    notes.fact(
        "licence.families",
        Json.strings(Licences.families(stated)),
        "",
        "licences.tsv",
        Tone.NEUTRAL);
    conflicts(model, files, inFiles);
    if (all.isEmpty() && files.isEmpty() && inFiles.isEmpty()) {
      notes.find("source/licence-unknown", "no licence is told", "");
    }
  }

  private static String named(ModelInfo model) {
    return model.cardData().text("license_name").map(name -> " (" + name + ")").orElse("");
  }

  private static String tail(List<String> files) {
    return files.isEmpty() ? ", without a licence file" : ", with " + files.getFirst();
  }

  private void conflicts(ModelInfo model, List<String> files, Set<String> inFiles) {
    var card = new LinkedHashSet<String>();
    ModelFacts.texts(model.cardData(), "license").forEach(text -> card.add(Licences.id(text)));
    Set<String> tags = Licences.tags(model);
    if (!card.isEmpty() && !tags.isEmpty() && !card.equals(tags)) {
      notes.find(
          "source/licence-conflict",
          "the card says " + String.join(", ", card) + ", the tags say " + String.join(", ", tags),
          "");
    }
    Set<String> told = card.isEmpty() ? tags : card;
    boolean speaks = told.stream().anyMatch(id -> !Licences.family(id).equals("unknown"));
    if (speaks && !files.isEmpty() && !inFiles.isEmpty()) {
      notes.findIn(
          files.getFirst(),
          "source/licence-conflict",
          "the card says "
              + String.join(", ", told)
              + ", a licence file says "
              + String.join(", ", inFiles),
          "");
    }
  }

  /** Against the licence of a model that this one says it was made from. */
  void chain(ModelInfo base) {
    Set<String> theirs = Licences.card(base);
    Set<String> ours = Licences.stated(subject.model(), subject.licences());
    String broken = Licences.broken(theirs, ours);
    if (!broken.isEmpty()) {
      notes.find(
          "source/licence-chain",
          "made from "
              + base.id()
              + " ("
              + broken
              + "), and offered under "
              + String.join(", ", ours),
          base.id().toString());
    }
  }

  static Optional<String> of(ModelInfo model) {
    Set<String> ids = Licences.card(model);
    return ids.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", ids));
  }
}
