package io.weighbridge.sourcing;

import io.weighbridge.hub.ModelId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes look-alike names by the mechanisms of published attack studies ({@code attack-kinds.tsv}
 * names the study of each). Letters and delimiters are attacked, never numbers: another number is
 * another model. Deterministic for a seed.
 */
final class Attacks {
  /** Where the attack sits. */
  enum Target {
    /** The publisher imitated, the name exact. */
    PUBLISHER,
    /** The name imitated, under a publisher that nobody knows. */
    NAME,
    /** The name imitated, without a publisher (as the Hub's oldest ids are). */
    BARE_NAME,
    /** Both imitated. */
    BOTH
  }

  /** One attack; {@code squat} is what the victim asks for. */
  record Attack(String kind, Target target, ModelId original, ModelId squat) {}

  private static final Pattern DELIMITER = Pattern.compile("[-_.]");
  private static final String[] KEYBOARD = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  private static final String[][] LOOKS_SAME = {
    {"o", "0"}, {"l", "1"}, {"i", "1"}, {"i", "l"}, {"l", "i"}, {"m", "rn"}, {"rn", "m"},
    {"w", "vv"}, {"vv", "w"}, {"s", "5"}, {"d", "cl"}, {"cl", "d"}, {"g", "q"}, {"u", "v"},
    {"b", "6"}, {"e", "3"}, {"a", "4"}, {"z", "2"}
  };
  private static final String[][] SOUNDS_SAME = {
    {"ph", "f"}, {"f", "ph"}, {"c", "k"}, {"k", "c"}, {"i", "y"}, {"y", "i"}, {"s", "z"},
    {"z", "s"}, {"ei", "ie"}, {"ie", "ei"}, {"ou", "u"}, {"x", "ks"}, {"qu", "kw"}, {"ck", "k"}
  };
  private static final String[] DECORATIONS = {
    "-ai",
    "-official",
    "-hf",
    "-org",
    "-inc",
    "-labs",
    "-team",
    "-models",
    "-research",
    "-llm",
    "ai",
    "hf",
    "-community",
    "-hub",
    "the-",
    "real-",
    "-original",
    "_official",
    "-verified"
  };

  private final Random random;
  private final Set<String> known;
  private final Set<String> publishers;

  Attacks(long seed, List<ModelId> protectedNames) {
    this.random = new Random(seed);
    this.known = protectedNames.stream().map(ModelId::key).collect(Collectors.toSet());
    this.publishers =
        protectedNames.stream()
            .map(id -> id.namespace().toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.toSet());
  }

  private static final List<String> LETTER_KINDS =
      List.of(
          "omission",
          "repetition",
          "swap",
          "neighbour-key",
          "extra-key",
          "bitflip",
          "homoglyph",
          "homophone",
          "plural");
  private static final List<String> WORD_KINDS =
      List.of("delimiter", "word-order", "word-repetition", "word-omission");

  /** Up to {@code each} attacks of every kind and target on names drawn from the originals. */
  List<Attack> on(List<ModelId> originals, int each) {
    var attacks = new ArrayList<Attack>();
    for (String kind : LETTER_KINDS) {
      for (Target target : Target.values()) {
        add(
            attacks,
            kind,
            target,
            originals,
            each,
            id -> imitate(id, target, text -> letters(kind, text)));
      }
    }
    for (String kind : WORD_KINDS) {
      for (Target target : List.of(Target.NAME, Target.BARE_NAME)) {
        add(
            attacks,
            kind,
            target,
            originals,
            each,
            id -> imitate(id, target, text -> words(kind, text)));
      }
    }
    add(attacks, "decoration", Target.PUBLISHER, originals, each, this::decorate);
    add(attacks, "shortened", Target.PUBLISHER, originals, each, this::shorten);
    add(attacks, "invented", Target.PUBLISHER, originals, each, this::family);
    add(attacks, "namespace", Target.BOTH, originals, each, this::moveBorder);
    return attacks;
  }

  private interface Imitation {
    Optional<ModelId> of(ModelId original);
  }

  private void add(
      List<Attack> attacks,
      String kind,
      Target target,
      List<ModelId> originals,
      int each,
      Imitation imitation) {
    int made = 0;
    for (int tries = 0; made < each && tries < each * 50; tries++) {
      ModelId original = originals.get(random.nextInt(originals.size()));
      Optional<ModelId> squat = imitation.of(original).filter(this::isNew);
      if (squat.isPresent()) {
        attacks.add(new Attack(kind, target, original, squat.get()));
        made++;
      }
    }
  }

  // What exists, or stands under a known publisher, is no squat.
  private boolean isNew(ModelId id) {
    return !known.contains(id.key())
        && !publishers.contains(id.namespace().toLowerCase(java.util.Locale.ROOT));
  }

  private Optional<ModelId> imitate(ModelId id, Target target, UnaryOperator<String> change) {
    String publisher = id.namespace();
    String name = id.name();
    return switch (target) {
      case PUBLISHER -> id(changed(publisher, change), name);
      case NAME -> id(freshPublisher(), changed(name, change));
      case BARE_NAME -> id("", changed(name, change));
      case BOTH -> id(changed(publisher, change), changed(name, change));
    };
  }

  /** Empty text when the change changes nothing, so that no id comes of it. */
  private static String changed(String text, UnaryOperator<String> change) {
    String result = change.apply(text);
    return result.equalsIgnoreCase(text) ? "/" : result;
  }

  private static Optional<ModelId> id(String publisher, String name) {
    return ModelId.parse(publisher.isEmpty() ? name : publisher + "/" + name);
  }

  private String freshPublisher() {
    String[] syllables = {"ka", "lo", "vi", "ner", "tas", "mu", "rix", "pel", "don", "shi"};
    var name = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      name.append(syllables[random.nextInt(syllables.length)]);
    }
    return name.append(random.nextInt(1000)).toString();
  }

  // ---- letters

  private String letters(String kind, String text) {
    int[] places =
        java.util.stream.IntStream.range(0, text.length())
            .filter(i -> isLetter(text.charAt(i)))
            .toArray();
    if (places.length < 3) {
      return text;
    }
    int at = places[random.nextInt(places.length)];
    char c = text.charAt(at);
    String before = text.substring(0, at);
    String after = text.substring(at + 1);
    return switch (kind) {
      case "omission" -> before + after;
      case "repetition" -> before + c + c + after;
      case "swap" ->
          at + 1 < text.length() && isLetter(text.charAt(at + 1))
              ? before + text.charAt(at + 1) + c + text.substring(at + 2)
              : text;
      case "neighbour-key" -> before + neighbour(c) + after;
      case "extra-key" -> before + c + neighbour(c) + after;
      case "bitflip" -> before + (char) (c ^ 1 << random.nextInt(5)) + after;
      case "homoglyph" -> replaced(text, LOOKS_SAME);
      case "homophone" -> replaced(text, SOUNDS_SAME);
      case "plural" -> plural(text);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private char neighbour(char c) {
    char lower = Character.toLowerCase(c);
    for (String row : KEYBOARD) {
      int at = row.indexOf(lower);
      if (at >= 0) {
        int beside =
            at == 0 ? 1 : at == row.length() - 1 ? at - 1 : at + (random.nextBoolean() ? 1 : -1);
        return row.charAt(beside);
      }
    }
    return lower;
  }

  private String replaced(String text, String[][] pairs) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    List<String[]> fitting = Arrays.stream(pairs).filter(pair -> lower.contains(pair[0])).toList();
    if (fitting.isEmpty()) {
      return text;
    }
    String[] pair = fitting.get(random.nextInt(fitting.size()));
    int count = lower.split(Pattern.quote(pair[0]), -1).length - 1;
    int at = -1;
    for (int i = random.nextInt(count); i >= 0; i--) {
      at = lower.indexOf(pair[0], at + 1);
    }
    return text.substring(0, at) + pair[1] + text.substring(at + pair[0].length());
  }

  private String plural(String text) {
    String[] words = text.split("(?=[-_.])|(?<=[-_.])");
    int at = random.nextInt(words.length);
    String word = words[at];
    if (word.length() < 4 || !word.chars().allMatch(c -> isLetter((char) c))) {
      return text;
    }
    words[at] = word.endsWith("s") ? word.substring(0, word.length() - 1) : word + "s";
    return String.join("", words);
  }

  // ---- words

  private String words(String kind, String text) {
    List<String> words = new ArrayList<>(List.of(DELIMITER.split(text)));
    List<String> delimiters =
        new ArrayList<>(
            text.chars()
                .filter(c -> c == '-' || c == '_' || c == '.')
                .mapToObj(c -> String.valueOf((char) c))
                .toList());
    // Only names of words: where a dot is part of a number, moving it makes another number.
    if (words.size() < 3 || delimiters.size() != words.size() - 1) {
      return text;
    }
    int at = random.nextInt(words.size() - 1);
    if (startsOrEndsWithDigit(words.get(at)) || startsOrEndsWithDigit(words.get(at + 1))) {
      return text;
    }
    switch (kind) {
      case "delimiter" -> delimiters.set(at, otherDelimiter(delimiters.get(at)));
      case "word-order" -> java.util.Collections.swap(words, at, at + 1);
      case "word-repetition" -> {
        words.add(at, words.get(at));
        delimiters.add(at, delimiters.get(at));
      }
      case "word-omission" -> {
        words.remove(at);
        delimiters.remove(at);
      }
      default -> throw new IllegalArgumentException(kind);
    }
    var joined = new StringBuilder(words.getFirst());
    for (int i = 1; i < words.size(); i++) {
      joined.append(delimiters.get(i - 1)).append(words.get(i));
    }
    return joined.toString();
  }

  private String otherDelimiter(String delimiter) {
    List<String> others =
        java.util.stream.Stream.of("-", "_", ".", "").filter(d -> !d.equals(delimiter)).toList();
    return others.get(random.nextInt(others.size()));
  }

  private static boolean startsOrEndsWithDigit(String word) {
    return word.isEmpty()
        || Character.isDigit(word.charAt(0))
        || Character.isDigit(word.charAt(word.length() - 1));
  }

  // ---- publishers

  private Optional<ModelId> decorate(ModelId id) {
    String decoration = DECORATIONS[random.nextInt(DECORATIONS.length)];
    return id(
        decoration.endsWith("-") ? decoration + id.namespace() : id.namespace() + decoration,
        id.name());
  }

  private Optional<ModelId> shorten(ModelId id) {
    String publisher = id.namespace();
    String shorter =
        publisher.replaceFirst(
            "(?i)([-_]?(ai|hf|labs?|research|community|org|inc|team|llm|nlp|models?|llama|bert))$",
            "");
    return shorter.length() < 3 || shorter.equals(publisher)
        ? Optional.empty()
        : id(shorter, id.name());
  }

  /** The first word of the name, without its numbers, as the publisher. */
  private Optional<ModelId> family(ModelId id) {
    String first = DELIMITER.split(id.name())[0].replaceAll("[0-9].*", "");
    return first.length() < 4 ? Optional.empty() : id(first, id.name());
  }

  private Optional<ModelId> moveBorder(ModelId id) {
    String publisher = id.namespace();
    String name = id.name();
    int cut = name.indexOf('-');
    return switch (random.nextInt(4)) {
      case 0 -> id("", publisher + "-" + name);
      case 1 -> id(freshPublisher(), publisher + "-" + name);
      case 2 ->
          cut > 0
              ? id(publisher + "-" + name.substring(0, cut), name.substring(cut + 1))
              : Optional.empty();
      default -> id("", publisher + "_" + name);
    };
  }
}
