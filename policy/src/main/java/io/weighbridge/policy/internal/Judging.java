package io.weighbridge.policy.internal;

import io.weighbridge.hub.CommitId;
import io.weighbridge.hub.ModelId;
import io.weighbridge.policy.Evidence;
import io.weighbridge.policy.Outcome;
import io.weighbridge.policy.Reason;
import io.weighbridge.policy.Waiver;
import io.weighbridge.policy.internal.CompiledRule.Word;
import io.weighbridge.policy.internal.PolicyDocument.IdEntry;
import io.weighbridge.policy.internal.PolicyDocument.Mode;
import io.weighbridge.policy.internal.PolicyDocument.WaiverEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One judgement, step by step: deny; the revision's rules; each file's rules; which files can be
 * left out; the worst of what is left; allow; waiver.
 */
final class Judging {
  /** Most reasons kept of one rule; one more says how many files it spoke of besides. */
  private static final int PER_RULE = 20;

  private final PolicyDocument policy;
  private final List<CompiledRule> revisionRules;
  private final List<CompiledRule> fileRules;
  private final ModelId model;
  private final CommitId commit;
  private final EvidenceView view;
  private final Instant now;

  private final List<Reason> reasons = new ArrayList<>();
  private final TreeSet<String> leftOut = new TreeSet<>();
  private Outcome outcome = Outcome.ADMIT;

  Judging(
      PolicyDocument policy,
      List<CompiledRule> revisionRules,
      List<CompiledRule> fileRules,
      Evidence evidence,
      Instant now) {
    this.policy = policy;
    this.revisionRules = revisionRules;
    this.fileRules = fileRules;
    this.model = evidence.model();
    this.commit = evidence.commit();
    this.view = new EvidenceView(evidence, now);
    this.now = now;
  }

  Judgement judge() {
    deny();
    revision();
    files();
    allow();
    Optional<Waiver> waiver = waive();
    return new Judgement(outcome, List.copyOf(leftOut), ordered(), waiver);
  }

  private void deny() {
    policy.denying(model, Optional.of(commit)).ifPresent(entry -> count(denied(entry)));
  }

  /** What an entry of the list of denied ids says. */
  static Reason denied(IdEntry entry) {
    return new Reason("deny", Outcome.BLOCK, "", false, entry.reason(), "");
  }

  private void revision() {
    Map<String, Object> variables = view.revisionVariables();
    boolean matched = false;
    for (CompiledRule rule : revisionRules) {
      Optional<Word> word = rule.ask(variables, "");
      word.ifPresent(said -> count(said.reason()));
      matched |= word.filter(this::speaks).isPresent();
    }
    if (!matched) {
      nothingMatched("", "no rule of the policy speaks for this revision");
    }
  }

  private void files() {
    var said = new LinkedHashMap<FileFacts, List<Word>>();
    var unwanted = new TreeSet<String>();
    var wouldGo = new TreeSet<String>();
    for (int i = 0; i < view.files().size(); i++) {
      FileFacts file = view.files().get(i);
      List<Word> words = ask(file.path(), view.fileVariables(i));
      said.put(file, words);
      if (file.malicious() || words.stream().anyMatch(word -> word.failed() && word.counts())) {
        continue;
      }
      if (words.stream().anyMatch(Judging::blocks)) {
        unwanted.add(file.path());
      }
      if (words.stream().anyMatch(Judging::wouldBlock)) {
        wouldGo.add(file.path());
      }
    }
    Map<String, String> needed = view.loads().cannotBeMissed(unwanted);
    if (!wouldGo.isEmpty()) {
      wouldGo.addAll(unwanted);
      Map<String, String> stays = view.loads().cannotBeMissed(wouldGo);
      said.replaceAll(
          (file, words) ->
              wouldGo.contains(file.path()) && !stays.containsKey(file.path())
                  ? words.stream().map(Judging::onlyLeftOut).toList()
                  : words);
    }
    said.forEach(
        (file, words) -> {
          if (!unwanted.contains(file.path())) {
            settle(file, words);
          } else if (needed.containsKey(file.path())) {
            String why = needed.get(file.path());
            settle(
                file,
                words.stream().map(word -> blocks(word) ? instead(word, why) : word).toList());
          } else {
            leftOut.add(file.path());
            words.forEach(word -> reasons.add(word.reason()));
          }
        });
  }

  private List<Word> ask(String path, Map<String, Object> variables) {
    return fileRules.stream().flatMap(rule -> rule.ask(variables, path).stream()).toList();
  }

  /** Under a policy that observes no rule counts: there whatever matches has spoken. */
  private boolean speaks(Word word) {
    return word.counts() || policy.mode() == Mode.OBSERVE;
  }

  private static boolean blocks(Word word) {
    return word.counts() && word.reason().outcome() == Outcome.BLOCK;
  }

  /** Says so of a rule that is on trial. */
  private static boolean wouldBlock(Word word) {
    return word.reason().observed() && word.reason().outcome() == Outcome.BLOCK;
  }

  /** In force, the rule would leave the file out and stop nothing: it is on record as just that. */
  private static Word onlyLeftOut(Word word) {
    Reason reason = word.reason();
    return wouldBlock(word)
        ? new Word(
            word.rule(),
            new Reason(
                reason.rule(),
                Outcome.ADMIT,
                reason.file(),
                true,
                reason.message() + "; in force, this rule would leave the file out",
                reason.next()),
            word.failed())
        : word;
  }

  private void settle(FileFacts file, List<Word> words) {
    words.forEach(word -> count(word.reason()));
    if (words.stream().noneMatch(this::speaks)) {
      nothingMatched(file.path(), "no rule of the policy speaks for " + file.path());
    }
  }

  /** The rule's "else": what a block means when the file cannot be left out. */
  private static Word instead(Word word, String why) {
    Reason reason = word.reason();
    return new Word(
        word.rule(),
        new Reason(
            reason.rule(),
            word.rule().source().otherwise(),
            reason.file(),
            false,
            reason.message() + "; it cannot be left out: " + why,
            reason.next()),
        false);
  }

  private void nothingMatched(String file, String message) {
    boolean observed = policy.mode() == Mode.OBSERVE;
    count(new Reason("no-rule-matched", Outcome.REVIEW, file, observed, message, ""));
  }

  private void count(Reason reason) {
    reasons.add(reason);
    if (!reason.observed()) {
      outcome = outcome.worst(reason.outcome());
    }
  }

  private void allow() {
    if (outcome == Outcome.REVIEW) {
      policy.allow().stream()
          .filter(entry -> entry.matches(model, commit))
          .findFirst()
          .ifPresent(
              entry -> {
                outcome = Outcome.ADMIT;
                reasons.add(
                    new Reason(
                        "allow", Outcome.ADMIT, "", false, "allowed by id: " + entry.reason(), ""));
              });
    }
  }

  private Optional<Waiver> waive() {
    if (outcome != Outcome.BLOCK) {
      return Optional.empty();
    }
    List<WaiverEntry> entries = policy.waiversOf(model, Optional.of(commit));
    Optional<Waiver> holding =
        entries.stream().map(WaiverEntry::waiver).filter(waiver -> waiver.holdsAt(now)).findFirst();
    if (holding.isPresent()) {
      outcome = Outcome.ADMIT;
      Waiver waiver = holding.get();
      String message =
          "block lifted by "
              + waiver.person()
              + " until "
              + waiver.until()
              + ": "
              + waiver.reason();
      reasons.add(new Reason("waiver", Outcome.ADMIT, "", false, message, ""));
    } else if (!entries.isEmpty()) {
      reasons.add(ended(entries.getLast().waiver()));
    }
    return holding;
  }

  /** What a waiver says that no longer holds. */
  static Reason ended(Waiver waiver) {
    String message = "the waiver of " + waiver.person() + " ended with " + waiver.until();
    return new Reason("waiver", Outcome.ADMIT, "", true, message, "");
  }

  /** Worst first; what counts before what was only observed or settled; bounded per rule. */
  private List<Reason> ordered() {
    var kept = new ArrayList<Reason>();
    var counts = new HashMap<String, Integer>();
    var most = new HashMap<String, Reason>();
    for (Reason reason : reasons) {
      if (reason.outcome() == Outcome.ADMIT
          && !reason.file().isEmpty()
          && reason.message().isEmpty()) {
        continue; // every good file has one: they say nothing
      }
      String key = reason.rule() + "/" + reason.outcome() + "/" + leftOut.contains(reason.file());
      if (counts.merge(key, 1, Integer::sum) <= PER_RULE) {
        kept.add(reason);
      } else {
        most.put(key, reason);
      }
    }
    most.forEach(
        (key, last) -> {
          int more = counts.getOrDefault(key, PER_RULE) - PER_RULE;
          kept.add(
              new Reason(
                  last.rule(),
                  last.outcome(),
                  last.file(),
                  last.observed(),
                  "and " + more + " more files, the last being " + last.file(),
                  last.next()));
        });
    kept.sort(
        Comparator.comparing(Reason::outcome)
            .reversed()
            .thenComparing(Reason::observed)
            .thenComparing(reason -> leftOut.contains(reason.file())));
    return List.copyOf(kept);
  }
}
