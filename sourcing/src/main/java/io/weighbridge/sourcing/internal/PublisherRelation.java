package io.weighbridge.sourcing.internal;

import io.weighbridge.sourcing.Resemblance.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How one publisher's name imitates another's.
 *
 * @param strong whether it is telling by itself, whatever the model's name
 * @param text the difference, for a sentence
 */
record PublisherRelation(Kind kind, int distance, boolean strong, String text) {
  private static final Set<String> DECORATIONS =
      Table.rows("decorations.tsv", 2).stream().map(row -> row[0]).collect(Collectors.toSet());
  private static final int SHORTEST_CORE = 3;

  /** Empty when nothing speaks for an imitation; both are spelt differently and not empty. */
  static Optional<PublisherRelation> of(Spelling asked, Spelling original) {
    if (asked.squeezed().isEmpty() || original.squeezed().isEmpty()) {
      return Optional.empty();
    }
    boolean strong = original.squeezed().length() >= 5;
    if (asked.squeezed().equals(original.squeezed())) {
      return Optional.of(new PublisherRelation(Kind.DELIMITER, 1, strong, "other delimiters"));
    }
    if (asked.skeleton().equals(original.skeleton())) {
      return Optional.of(
          new PublisherRelation(
              Kind.LOOKS_SAME, distance(asked, original), strong, "characters that look the same"));
    }
    return decorated(asked, original)
        .or(() -> misspelt(asked, original))
        .or(() -> reordered(asked, original));
  }

  private static int distance(Spelling asked, Spelling original) {
    return Math.max(1, Damerau.within(asked.squeezed(), original.squeezed(), 9));
  }

  private static Optional<PublisherRelation> misspelt(Spelling asked, Spelling original) {
    int shorter = Math.min(asked.squeezed().length(), original.squeezed().length());
    int bound = shorter >= 7 ? 2 : shorter >= 3 ? 1 : 0;
    int distance = bound == 0 ? -1 : Damerau.within(asked.squeezed(), original.squeezed(), bound);
    if (distance < 1 || !sameNumbers(asked, original)) {
      return Optional.empty();
    }
    boolean strong = distance == 1 && shorter >= 8;
    String text = Edits.describe(asked.squeezed(), original.squeezed(), distance);
    return Optional.of(new PublisherRelation(Kind.TYPO, distance, strong, text));
  }

  // "M4" and "H4" are two names; a number is identity with the letter before it.
  private static boolean sameNumbers(Spelling asked, Spelling original) {
    return asked.digits().equals(original.digits())
        && (asked.digits().isEmpty() || lastLetters(asked).equals(lastLetters(original)));
  }

  private static String lastLetters(Spelling name) {
    String text = name.squeezed();
    int at = text.length();
    while (at > 0 && Spelling.isDigit(text.charAt(at - 1))) {
      at--;
    }
    return at > 0 ? text.substring(at - 1) : text;
  }

  /** One is the other with words around it that publishers like to carry. */
  private static Optional<PublisherRelation> decorated(Spelling asked, Spelling original) {
    String rest = rest(asked, original);
    return rest.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PublisherRelation(
                Kind.DECORATION, rest.length(), false, "\"" + rest + "\" more or less"));
  }

  private static String rest(Spelling asked, Spelling original) {
    String a = core(asked.words());
    String b = core(original.words());
    if (a.equals(b) && a.length() >= SHORTEST_CORE) {
      var different = new TreeSet<>(asked.words());
      different.addAll(original.words());
      different.removeIf(word -> asked.words().contains(word) && original.words().contains(word));
      return String.join("-", different);
    }
    String rest = affix(asked.squeezed(), original.squeezed());
    return rest.isEmpty() ? affix(original.squeezed(), asked.squeezed()) : rest;
  }

  private static String core(List<String> words) {
    return words.stream().filter(word -> !DECORATIONS.contains(word)).collect(Collectors.joining());
  }

  private static String affix(String longer, String shorter) {
    if (shorter.length() >= SHORTEST_CORE && longer.length() > shorter.length()) {
      String after = longer.substring(shorter.length());
      if (longer.startsWith(shorter) && DECORATIONS.contains(after)) {
        return after;
      }
      String before = longer.substring(0, longer.length() - shorter.length());
      if (longer.endsWith(shorter) && DECORATIONS.contains(before)) {
        return before;
      }
    }
    return "";
  }

  private static Optional<PublisherRelation> reordered(Spelling asked, Spelling original) {
    return asked.words().size() > 1
            && asked.words().stream()
                .sorted()
                .toList()
                .equals(original.words().stream().sorted().toList())
        ? Optional.of(new PublisherRelation(Kind.WORD_ORDER, 0, true, "the words in another order"))
        : Optional.empty();
  }
}
