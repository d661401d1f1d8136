package io.weighbridge.sourcing.internal;

import io.weighbridge.sourcing.Resemblance.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How one model's name, without its publisher, resembles another's.
 *
 * @param kind {@link Kind#COPY} when they are the same
 * @param telling whether it shows an imitation even under a publisher that imitates nobody
 * @param text the difference, for a sentence
 */
record NameRelation(Kind kind, int distance, boolean telling, String text) {
  // How long a name must be before a difference looks like a slip when nothing else points at it.
  // Chosen on one half of the publishers; docs/look-alikes.md has the figures of the other half.
  private static final int FOR_ONE_EDIT = 6;
  private static final int FOR_TWO_EDITS = 12;
  private static final int RUN_FOR_TWO_EDITS = 5;
  private static final int FOR_A_UNIT = 8;
  private static final int LETTERS_FOR_A_LOOK = 2;
  // How many words without a number must remain for any word in the middle to be missed: a rare
  // word in the middle is what honest derivatives put there.
  private static final int WORDS_FOR_ANY = 4;
  // A model and what it was trained or quantised into are two models, as two sizes are.
  private static final Set<String> STAGES =
      Table.rows("stages.tsv", 2).stream().map(row -> row[0]).collect(Collectors.toSet());

  static Optional<NameRelation> of(Spelling asked, Spelling original, Words words) {
    if (asked.lower().equals(original.lower())) {
      return Optional.of(new NameRelation(Kind.COPY, 0, false, "the same name"));
    }
    if (asked.squeezed().equals(original.squeezed())) {
      return Optional.of(
          new NameRelation(
              Kind.DELIMITER, 1, asked.squeezed().length() >= FOR_ONE_EDIT, "other delimiters"));
    }
    return sameWords(asked, original)
        .or(() -> looksSame(asked, original, words))
        .or(() -> misspelt(asked, original, words))
        .or(() -> leftOut(asked, original, words));
  }

  // Honest names extend honest names at either end ("roberta-base", "bigbird-roberta-base"), so a
  // word left out tells only from the middle, or where what remains is no beginning of a name.
  private static Optional<NameRelation> leftOut(Spelling asked, Spelling original, Words words) {
    List<String> less = asked.words();
    List<String> all = original.words();
    if (less.size() < 2 || all.size() != less.size() + 1) {
      return Optional.empty();
    }
    int at = 0;
    while (at < less.size() && less.get(at).equals(all.get(at))) {
      at++;
    }
    String word = all.get(at);
    if (!less.subList(at, less.size()).equals(all.subList(at + 1, all.size()))
        || !NameForms.mayBeLeftOut(word)) {
      return Optional.empty();
    }
    boolean sameStage = !STAGES.contains(word);
    boolean middle = at > 0 && at < less.size();
    boolean telling =
        sameStage
                && middle
                && less.size() >= 3
                && (words.common(word) || plain(less) >= WORDS_FOR_ANY)
            || at == 0
                && NameForms.mayBeLeftOut(less.getFirst())
                && words.seldomFirst(less.getFirst());
    return Optional.of(new NameRelation(Kind.OMISSION, 1, telling, "\"" + word + "\" left out"));
  }

  private static long plain(List<String> words) {
    return words.stream().filter(NameForms::mayBeLeftOut).count();
  }

  private static Optional<NameRelation> sameWords(Spelling asked, Spelling original) {
    if (!new HashSet<>(asked.words()).equals(new HashSet<>(original.words()))) {
      return Optional.empty();
    }
    boolean telling = asked.squeezed().length() >= FOR_ONE_EDIT;
    return Optional.of(
        asked.words().size() == original.words().size()
            ? new NameRelation(Kind.WORD_ORDER, 0, telling, "the words in another order")
            : new NameRelation(Kind.REPETITION, 1, telling, "a word repeated"));
  }

  private static Optional<NameRelation> looksSame(Spelling asked, Spelling original, Words words) {
    if (!asked.skeleton().equals(original.skeleton())) {
      return Optional.empty();
    }
    List<Change> changes = changes(asked.words(), original.words());
    boolean telling =
        !changes.isEmpty()
            && changes.stream()
                .allMatch(
                    change ->
                        Spelling.letters(change.original()) >= LETTERS_FOR_A_LOOK
                            && !words.knows(change.asked()));
    int distance = Math.max(1, Damerau.within(asked.squeezed(), original.squeezed(), 9));
    return Optional.of(
        new NameRelation(
            Kind.LOOKS_SAME, distance, telling, text(changes, "characters that look the same")));
  }

  private static Optional<NameRelation> misspelt(Spelling asked, Spelling original, Words words) {
    int distance = Damerau.within(asked.squeezed(), original.squeezed(), 2);
    if (distance < 1 || !asked.digits().equals(original.digits())) {
      return Optional.empty();
    }
    List<Change> runs = changes(asked.runs(), original.runs());
    boolean slips =
        !runs.isEmpty()
            && original.squeezed().length() >= (distance == 1 ? FOR_ONE_EDIT : FOR_TWO_EDITS)
            && runs.stream().allMatch(change -> isSlip(change, words));
    boolean telling = slips || distance == 1 && besideNumber(asked, original, words);
    String what =
        runs.size() == 1
            ? Edits.describe(runs.getFirst().asked(), runs.getFirst().original(), distance)
            : distance + " letters differ";
    return Optional.of(
        new NameRelation(
            Kind.TYPO, distance, telling, text(changes(asked.words(), original.words()), what)));
  }

  private static boolean isSlip(Change change, Words words) {
    int distance = Damerau.within(change.asked(), change.original(), 2);
    return !words.knows(change.asked())
        && (distance == 1
            || change.original().length() >= RUN_FOR_TWO_EDITS
            || Sounds.of(change.asked()).equals(Sounds.of(change.original())));
  }

  // "7n" or "7" for "7b", "w4b" for "e4b": the numbers are the same, and no model is called so.
  private static boolean besideNumber(Spelling asked, Spelling original, Words words) {
    List<Change> changes = changes(asked.words(), original.words());
    if (changes.size() != 1 || original.squeezed().length() < FOR_A_UNIT) {
      return false;
    }
    String now = changes.getFirst().asked();
    String then = changes.getFirst().original();
    boolean hasNumber = !Spelling.digits(then).isEmpty();
    boolean unitLost = then.matches("[0-9]+[bm]") && now.matches("[0-9]+");
    return hasNumber && (unitLost || !words.knows(now));
  }

  private record Change(String asked, String original) {}

  /** The words that differ, place by place; none when the words do not stand beside each other. */
  private static List<Change> changes(List<String> asked, List<String> original) {
    if (asked.size() != original.size()) {
      return List.of();
    }
    var changes = new ArrayList<Change>();
    for (int i = 0; i < asked.size(); i++) {
      if (!asked.get(i).equals(original.get(i))) {
        changes.add(new Change(asked.get(i), original.get(i)));
      }
    }
    return changes;
  }

  private static String text(List<Change> changes, String what) {
    return changes.size() == 1
        ? "\""
            + changes.getFirst().asked()
            + "\" for \""
            + changes.getFirst().original()
            + "\" ("
            + what
            + ")"
        : what;
  }
}
