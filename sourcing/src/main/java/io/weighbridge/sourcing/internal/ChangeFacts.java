package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.RepoFile;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import io.weighbridge.sourcing.OnRecord.Admitted;
import io.weighbridge.sourcing.Subject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A new commit of a known model, as a change against the revision that was admitted last: which
 * files, which kinds, by whom. A model that is taken over changes like this; so does one that is
 * honestly improved, and a person can tell them apart when the change is named.
 */
final class ChangeFacts {
  private static final int MOST_FILES = 100;

  private final Admitted before;
  private final Subject now;
  private final Notes notes;
  private final Map<String, String> changed = new TreeMap<>(); // path: added, changed, removed
  private final Set<FileKind> kinds = EnumSet.noneOf(FileKind.class);

  ChangeFacts(Admitted before, Subject now, Notes notes) {
    this.before = before;
    this.now = now;
    this.notes = notes;
    compare();
  }

  private void compare() {
    Map<String, RepoFile> old = byPath(before.files());
    Map<String, RepoFile> today = byPath(now.files());
    today.forEach(
        (path, file) -> {
          RepoFile was = old.get(path);
          if (was == null) {
            changed.put(path, "added");
          } else if (!was.etag().equals(file.etag()) || was.size() != file.size()) {
            changed.put(path, "changed");
          }
        });
    old.keySet().stream()
        .filter(path -> !today.containsKey(path))
        .forEach(path -> changed.put(path, "removed"));
    changed.keySet().forEach(path -> kinds.add(FileKind.of(path)));
  }

  private static Map<String, RepoFile> byPath(List<RepoFile> files) {
    return files.stream()
        .collect(Collectors.toMap(file -> file.path().text(), file -> file, (a, b) -> a));
  }

  void note() {
    ModelInfo old = before.model();
    boolean same = old.commit().equals(now.model().commit());
    notes.fact(
        "change.since",
        Json.of(old.commit().hex()),
        same ? "" : summary(),
        "what was " + before.known(),
        Tone.NEUTRAL);
    if (same) {
      return;
    }
    notes.fact(
        "change.files",
        Json.strings(changed.keySet().stream().limit(MOST_FILES).toList()),
        "",
        "both lists of files",
        Tone.NEUTRAL);
    notes.fact(
        "change.kinds",
        Json.strings(kinds.stream().map(FileKind::text).sorted().toList()),
        "",
        "names of the changed files",
        Tone.NEUTRAL);
    weights();
    code();
    pickles();
    licence();
  }

  private String summary() {
    return "Since "
        + before.model().commit().hex().substring(0, 12)
        + " ("
        + before.known()
        + "): "
        + (changed.isEmpty() ? "no file changed" : Notes.list(described(), 4))
        + ".";
  }

  private List<String> described() {
    return changed.entrySet().stream().map(file -> file.getKey() + " " + file.getValue()).toList();
  }

  private List<String> of(Set<FileKind> wanted, String how) {
    return changed.entrySet().stream()
        .filter(file -> file.getValue().equals(how) && wanted.contains(FileKind.of(file.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean had(FileKind kind) {
    return before.files().stream().anyMatch(file -> FileKind.of(file.path().text()) == kind);
  }

  // The card is where an honest publisher says what is new.
  private void weights() {
    var weights = EnumSet.of(FileKind.WEIGHTS, FileKind.PICKLE);
    var replaced = new ArrayList<>(of(weights, "changed"));
    if (!of(weights, "removed").isEmpty()) {
      replaced.addAll(of(weights, "added"));
    }
    if (!replaced.isEmpty() && !kinds.contains(FileKind.CARD)) {
      notes.findIn(
          replaced.getFirst(),
          "source/change-weights",
          Notes.list(replaced, 2)
              + (replaced.size() == 1 ? " was" : " were")
              + " replaced since the admitted revision, and the card says nothing of it",
          before.model().commit().hex());
    }
  }

  private void code() {
    List<String> added = of(Set.of(FileKind.CODE), "added");
    List<String> edited = of(Set.of(FileKind.CODE), "changed");
    var all = new ArrayList<>(added);
    all.addAll(edited);
    if (all.isEmpty()) {
      return;
    }
    notes.findIn(
        all.getFirst(),
        "source/change-code",
        had(FileKind.CODE)
            ? "the code is other than that admitted: " + Notes.list(all, 3)
            : "code was added to a model that had none: " + Notes.list(all, 3),
        String.join(", ", all.subList(0, Math.min(20, all.size()))));
  }

  private void pickles() {
    List<String> added = of(Set.of(FileKind.PICKLE), "added");
    if (!added.isEmpty() && !had(FileKind.PICKLE)) {
      notes.findIn(
          added.getFirst(),
          "source/change-pickle",
          "a pickle was added to a model that had none: " + Notes.list(added, 3),
          String.join(", ", added.subList(0, Math.min(20, added.size()))));
    }
  }

  private void licence() {
    Set<String> old = Licences.stated(before.model(), before.licences());
    Set<String> today = Licences.stated(now.model(), now.licences());
    if (!old.isEmpty() && !old.equals(today) && comparable(old, today)) {
      notes.find(
          "source/change-licence",
          "the licence was "
              + String.join(", ", old)
              + " when it was admitted, and is "
              + (today.isEmpty() ? "no longer told" : String.join(", ", today)),
          "");
    }
  }

  // Where one side's licence files were not read, only its card speaks.
  private boolean comparable(Set<String> old, Set<String> today) {
    return before.licences().isEmpty() == now.licences().isEmpty()
        || !Licences.card(before.model()).equals(Licences.card(now.model()))
        || old.stream().noneMatch(today::contains);
  }

  /** Commits made since, and who made them; whether the admitted commit is still in the history. */
  void history(List<Commit> commits, boolean complete) {
    String admitted = before.model().commit().hex();
    var fresh = new ArrayList<Commit>();
    boolean found = false;
    for (Commit commit : commits) {
      if (commit.id().hex().equals(admitted)) {
        found = true;
        break;
      }
      fresh.add(commit);
    }
    if (!found && complete && !commits.isEmpty()) {
      notes.find(
          "source/history-rewritten",
          "the commit that was admitted ("
              + admitted.substring(0, 12)
              + ") is no longer in the history: it was rewritten",
          admitted);
    }
    Set<String> known = authorsBefore(commits.subList(found ? fresh.size() : 0, commits.size()));
    var strangers = new TreeSet<String>();
    fresh.stream()
        .flatMap(commit -> commit.authors().stream())
        .filter(author -> !known.contains(author))
        .forEach(strangers::add);
    if (!known.isEmpty() && !strangers.isEmpty()) {
      notes.find(
          "source/change-author",
          Notes.list(List.copyOf(strangers), 3)
              + " committed since the admitted revision, and never before it",
          String.join(", ", strangers));
    }
    newAuthors = List.copyOf(strangers);
    notes.fact(
        "change.authors",
        Json.strings(strangers.stream().limit(MOST_FILES).toList()),
        "",
        "/api/models/" + now.model().id() + "/commits",
        strangers.isEmpty() ? Tone.NEUTRAL : Tone.AGAINST);
  }

  private List<String> newAuthors = List.of();

  /** Who committed since the admitted revision and never before it. */
  List<String> newAuthors() {
    return newAuthors;
  }

  private Set<String> authorsBefore(List<Commit> older) {
    var known = new LinkedHashSet<String>();
    before.fact("history.authors").ifPresent(told -> known.addAll(texts(told)));
    older.forEach(commit -> known.addAll(commit.authors()));
    return known;
  }

  private static List<String> texts(Json array) {
    return array instanceof Json.Arr(var items)
        ? items.stream().map(Json::asText).flatMap(Optional::stream).toList()
        : List.of();
  }
}
