package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.Commit;
import io.weighbridge.hub.Discussion;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.Fact.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Who committed, when, and what people say of it. */
final class HistoryFacts {
  /** Commits that are looked at, newest first. */
  static final int COMMITS = 50;

  private static final Duration LATE = Duration.ofDays(180);
  private static final Pattern REPORT =
      Pattern.compile(
          "malware|malicious|backdoor|trojan|virus|infostealer|stealer|ransom|payload"
              + "|reverse.?shell|exploit|phishing|compromised|impersonat|typosquat|code execution",
          Pattern.CASE_INSENSITIVE);

  private HistoryFacts() {}

  static void commits(ModelInfo model, List<Commit> commits, Instant now, Notes notes) {
    String source = "/api/models/" + model.id() + "/commits/" + model.commit();
    var authors =
        commits.stream()
            .flatMap(commit -> commit.authors().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    String count = commits.size() < COMMITS ? "" + commits.size() : COMMITS + " or more";
    notes.fact(
        "history.commits",
        Json.of(commits.size()),
        count + (commits.size() == 1 ? " commit" : " commits") + by(authors) + ".",
        source,
        Tone.NEUTRAL);
    notes.fact(
        "history.authors",
        Json.strings(authors.stream().limit(100).toList()),
        "",
        source,
        Tone.NEUTRAL);
    late(model, commits, now, notes);
    commits.stream()
        .filter(commit -> commit.title().toLowerCase(Locale.ROOT).startsWith("super-squash"))
        .findFirst()
        .ifPresent(
            commit ->
                notes.find(
                    "source/history-rewritten",
                    "the history was squashed into one commit"
                        + commit.date().map(at -> " on " + Notes.day(at)).orElse(""),
                    commit.title()));
  }

  private static String by(TreeSet<String> authors) {
    return authors.isEmpty()
        ? ""
        : authors.size() > 3
            ? " by " + authors.size() + " people"
            : " by " + String.join(", ", authors);
  }

  private static void late(ModelInfo model, List<Commit> commits, Instant now, Notes notes) {
    Optional<Instant> last =
        commits.stream().findFirst().flatMap(Commit::date).filter(at -> !at.isAfter(now));
    if (last.isPresent()
        && model.createdAt().isPresent()
        && last.get().isAfter(model.createdAt().get().plus(LATE))) {
      notes.find(
          "source/late-change",
          "created on "
              + Notes.day(model.createdAt().get())
              + ", and changed as late as "
              + Notes.day(last.get())
              + ": \""
              + commits.getFirst().title()
              + "\"",
          commits.getFirst().id().hex());
    }
  }

  static void discussions(ModelInfo model, List<Discussion> discussions, Notes notes) {
    List<Discussion> reports =
        discussions.stream()
            .filter(each -> each.open() && REPORT.matcher(each.title()).find())
            .toList();
    notes.fact(
        "discussions.reports",
        Json.of(reports.size()),
        "",
        "/api/models/" + model.id() + "/discussions",
        reports.isEmpty() ? Tone.NEUTRAL : Tone.AGAINST);
    if (!reports.isEmpty()) {
      notes.find(
          "source/reported",
          reports.size() == 1
              ? "an open discussion speaks of malware"
              : reports.size() + " open discussions speak of malware",
          reports.getFirst().title());
    }
  }
}
