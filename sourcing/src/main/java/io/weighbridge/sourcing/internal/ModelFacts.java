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

  private void weights() {
    List<String> pickles =
        files.stream()
            .map(file -> file.path().text())
            .filter(path -> FileKind.of(path) == FileKind.PICKLE)
            .toList();
    boolean safe = files.stream().anyMatch(file -> file.path().text().endsWith(".safetensors"));
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
        safe && pickles.isEmpty() ? Tone.FOR : Tone.NEUTRAL);
    signatures();
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

  // That a signature lies there is no proof of anything until somebody checks it.
  private void signatures() {
    List<String> signatures =
        files.stream()
            .map(file -> file.path().text())
            .filter(path -> FileKind.of(path) == FileKind.SIGNATURE)
            .limit(20)
            .toList();
    notes.fact(
        "signatures",
        Json.strings(signatures),
        signatures.isEmpty()
            ? ""
            : "The publisher signs (" + Notes.list(signatures, 2) + "); not checked here.",
        "the file list",
        Tone.NEUTRAL);
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
