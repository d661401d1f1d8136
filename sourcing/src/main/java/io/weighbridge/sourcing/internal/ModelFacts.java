package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.hub.UpstreamScan;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the repository says of itself: age, use, licence, ancestors, kinds of files. */
final class ModelFacts {
  private static final Duration YOUNG = Duration.ofDays(30);
  private static final Set<String> PICKLES =
      Set.of("bin", "pt", "pth", "ckpt", "pkl", "pickle", "joblib", "dill", "pt2");

  private final ModelInfo model;
  private final List<RepoFile> files;
  private final Notes notes;
  private final String source;

  ModelFacts(ModelInfo model, List<RepoFile> files, Notes notes) {
    this.model = model;
    this.files = files;
    this.notes = notes;
    this.source = "/api/models/" + model.id();
  }

  void note(Instant now) {
    age(now);
    notes.count("model.downloads", model.downloads(), "%s downloads lately.", source);
    notes.count("model.likes", model.likes(), "%s likes.", source);
    notes.text(
        "model.gated",
        Optional.of(model.gated()),
        model.isGated() ? "Users must accept the publisher's terms (gated: %s)." : "",
        source);
    List<String> papers =
        model.tags().stream().filter(tag -> tag.startsWith("arxiv:")).limit(20).toList();
    notes.fact(
        "model.papers",
        Json.strings(papers),
        papers.isEmpty() ? "" : "It names papers: " + String.join(", ", papers) + ".",
        source + " tags",
        Tone.NEUTRAL);
    licence();
    baseModels();
    weights();
    upstreamScan();
  }

  private void age(Instant now) {
    Optional<Instant> created = model.createdAt().filter(now::isAfter);
    notes.time("model.createdAt", created, "The repository exists since %s.", source);
    notes.time("model.lastModified", model.lastModified(), "Last changed on %s.", source);
    if (created.isPresent() && created.get().plus(YOUNG).isAfter(now)) {
      notes.find(
          "source/young-model",
          "the repository was created on " + Notes.day(created.get()),
          created.get().toString());
    }
  }

  private void licence() {
    Set<String> card = texts(model.cardData(), "license");
    var tags = new LinkedHashSet<String>();
    model.tags().stream()
        .filter(tag -> tag.startsWith("license:"))
        .forEach(tag -> tags.add(tag.substring("license:".length()).toLowerCase(Locale.ROOT)));
    boolean file =
        files.stream()
            .map(each -> each.path().text().toUpperCase(Locale.ROOT))
            .anyMatch(path -> path.startsWith("LICENSE") || path.startsWith("LICENCE"));
    var all = new LinkedHashSet<>(card);
    all.addAll(tags);
    notes.text(
        "licence.card",
        all.stream().findFirst(),
        "Licence by its card: %s" + (file ? ", with a licence file." : "."),
        source + " cardData");
    notes.fact("licence.file", Json.of(file), "", "the file list", Tone.NEUTRAL);
    if (!card.isEmpty() && !tags.isEmpty() && !card.equals(tags)) {
      notes.find(
          "source/licence-conflict",
          "the card says " + String.join(", ", card) + ", the tags say " + String.join(", ", tags),
          "");
    }
    if (all.isEmpty() && !file) {
      notes.find("source/licence-unknown", "no licence is told", "");
    }
  }

  private void baseModels() {
    Set<String> bases = texts(model.cardData(), "base_model");
    notes.fact(
        "baseModel.claims",
        Json.strings(bases),
        bases.isEmpty() ? "" : "Made from " + String.join(", ", bases) + ", by its own claim.",
        source + " cardData",
        Tone.NEUTRAL);
  }

  private void weights() {
    List<String> pickles =
        files.stream().map(RepoFile::path).map(Object::toString).filter(this::isPickle).toList();
    boolean safe =
        files.stream().anyMatch(file -> extension(file.path().text()).equals("safetensors"));
    notes.fact(
        "weights.pickles",
        Json.strings(pickles.stream().limit(100).toList()),
        "",
        "names in the file list",
        pickles.isEmpty() ? Tone.NEUTRAL : Tone.AGAINST);
    notes.fact(
        "weights.pickleBesideSafe",
        Json.of(!pickles.isEmpty() && safe),
        "",
        "names in the file list",
        Tone.NEUTRAL);
    if (!pickles.isEmpty()) {
      notes.findIn(
          pickles.getFirst(),
          safe ? "source/pickle-beside-safe" : "source/pickle-only",
          safe
              ? pickles.getFirst() + " is a pickle by its name, beside safetensors"
              : pickles.getFirst() + " is a pickle by its name, and there is no safetensors file",
          "");
    }
  }

  private boolean isPickle(String path) {
    return PICKLES.contains(extension(path));
  }

  private static String extension(String path) {
    return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  // Worst of what is told; absent, unfinished or "safe" is no evidence of safety.
  private void upstreamScan() {
    UpstreamScan scan = UpstreamScan.of(model);
    Optional<UpstreamScan.FileIssue> worst =
        scan.issues().stream().max(Comparator.comparing(UpstreamScan.FileIssue::level));
    notes.text(
        "upstreamScan",
        worst
            .map(issue -> issue.level().name().toLowerCase(Locale.ROOT))
            .or(() -> scan.known() && scan.done() ? Optional.of("no issue") : Optional.empty()),
        "",
        source + "?securityStatus=true");
    worst.ifPresent(
        issue ->
            notes.findIn(
                issue.path(),
                "source/upstream-scan",
                "the upstream's own scanners call "
                    + issue.path()
                    + " "
                    + issue.level().name().toLowerCase(Locale.ROOT)
                    + more(scan.issues().size() - 1),
                issue.path()));
  }

  private static String more(int others) {
    return others == 0 ? "" : " (and " + others + " more)";
  }

  /** A string field, or the strings of an array field, in lower case where case means nothing. */
  static Set<String> texts(Json object, String name) {
    var texts = new LinkedHashSet<String>();
    object.text(name).ifPresent(texts::add);
    object.items(name).stream().limit(50).forEach(item -> item.asText().ifPresent(texts::add));
    return texts;
  }
}
