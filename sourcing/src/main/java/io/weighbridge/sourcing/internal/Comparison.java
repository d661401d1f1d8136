package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.Resemblance.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** One asked id, held against protected ones: publisher and name judged apart, then together. */
final class Comparison {
  private static final int SHORTEST_FAMILY = 4;

  private final ModelId asked;
  private final Spelling publisher;
  private final Spelling name;
  private final Spelling together;
  private final Words words;

  Comparison(ModelId asked, Words words) {
    this.asked = asked;
    this.publisher = Spelling.of(asked.namespace());
    this.name = Spelling.of(asked.name());
    this.together = Spelling.of(asked.namespace() + "-" + asked.name());
    this.words = words;
  }

  Spelling name() {
    return name;
  }

  Spelling publisher() {
    return publisher;
  }

  /** Publisher and name, written together. */
  Spelling together() {
    return together;
  }

  /** What was found, by how much it says: the first that is there counts. */
  enum Weight {
    /** Publisher and name together, or the border between them moved. */
    BOTH,
    /** The very name, elsewhere: that explains why it is like others, too. */
    SAME_NAME,
    /** The name alone. */
    NAME,
    /** The publisher alone. */
    PUBLISHER
  }

  /**
   * A resemblance, weighed; told in words only when it is the best.
   *
   * @param original the protected id
   */
  record Hit(Weight weight, int distance, String original, Supplier<Resemblance> told) {}

  private final Map<String, Optional<NameRelation>> names = new HashMap<>();
  private final Map<String, Optional<PublisherRelation>> publishers = new HashMap<>();

  /**
   * How the asked id resembles that protected one.
   *
   * @param together whether publisher and name, written together, look the same
   */
  Optional<Hit> with(String otherPublisher, String otherName, boolean together) {
    Optional<NameRelation> name = relation(otherName);
    boolean weak = name.isEmpty() || name.get().kind() == Kind.OMISSION;
    if (weak && together) {
      Optional<Hit> moved = movedBorder(otherPublisher, otherName);
      if (moved.isPresent()) {
        return moved;
      }
    }
    if (name.isEmpty()) {
      return Optional.empty();
    }
    NameRelation relation = name.get();
    Optional<PublisherRelation> imitated =
        publisher.mayImitate(otherPublisher)
            ? publishers.computeIfAbsent(
                otherPublisher, other -> PublisherRelation.of(publisher, Spelling.of(other)))
            : Optional.empty();
    Optional<PublisherRelation> publisherRelation =
        imitated.or(() -> family(otherPublisher, otherName, relation));
    if (publisherRelation.isPresent()) {
      PublisherRelation other = publisherRelation.get();
      return hit(
          Weight.BOTH,
          relation.distance() + other.distance(),
          otherPublisher,
          otherName,
          original -> both(original, relation, other));
    }
    // Hubs give out no name without a publisher any more: such a name is old and known, or no name.
    boolean tells = relation.telling() || publisher.squeezed().isEmpty();
    if (relation.kind() == Kind.COPY || tells) {
      return hit(
          relation.kind() == Kind.COPY ? Weight.SAME_NAME : Weight.NAME,
          relation.distance(),
          otherPublisher,
          otherName,
          original -> nameOnly(original, relation));
    }
    return together ? movedBorder(otherPublisher, otherName) : Optional.empty();
  }

  private Optional<NameRelation> relation(String otherName) {
    return names.computeIfAbsent(
        otherName, other -> NameRelation.of(name, Spelling.of(other), words));
  }

  /** Whether the asked name resembles that one, whoever publishes it. */
  boolean resembles(String otherName) {
    return relation(otherName).isPresent();
  }

  /** Whether the asked publisher may stand for that one, of that name. Cheap; may be wrong so. */
  boolean mayImitate(String otherPublisher, String otherName) {
    return publisher.mayImitate(otherPublisher)
        || isFamilyOf(otherName) && PublisherFacts.maker(otherPublisher).isPresent();
  }

  /** Of which protected name the asked one is with a word left out, telling or not. */
  Optional<Hit> variantOf(String otherPublisher, String otherName) {
    return NameRelation.of(name, Spelling.of(otherName), words)
        .filter(relation -> relation.kind() == Kind.OMISSION)
        .flatMap(
            relation ->
                hit(
                    Weight.NAME,
                    relation.distance(),
                    otherPublisher,
                    otherName,
                    original -> nameOnly(original, relation)));
  }

  private static Optional<Hit> hit(
      Weight weight,
      int distance,
      String publisher,
      String name,
      Function<ModelId, Resemblance> told) {
    String original = publisher.isEmpty() ? name : publisher + "/" + name;
    return Optional.of(
        new Hit(
            weight, distance, original, () -> told.apply(ModelId.parse(original).orElseThrow())));
  }

  /** How the asked publisher resembles one that is known, whatever the model is called. */
  Optional<Hit> withPublisher(String original, ModelId example) {
    return PublisherRelation.of(publisher, Spelling.of(original))
        .filter(PublisherRelation::strong)
        .map(
            relation ->
                new Hit(
                    Weight.PUBLISHER,
                    relation.distance(),
                    example.toString(),
                    () ->
                        new Resemblance(
                            example,
                            relation.kind(),
                            relation.distance(),
                            publisherText(original) + " (" + relation.text() + ")")));
  }

  // "bert/bert-base-uncased", "whisper/whisper-large-v3": the family's name in the publisher's
  // place, which models and people make up. Makers do so themselves, so it tells only where
  // another maker is known.
  private Optional<PublisherRelation> family(
      String otherPublisher, String otherName, NameRelation relation) {
    return (relation.kind() == Kind.COPY || relation.telling())
            && isFamilyOf(otherName)
            && PublisherFacts.maker(otherPublisher).isPresent()
            && !publisher.squeezed().equals(Spelling.of(otherPublisher).squeezed())
        ? Optional.of(
            new PublisherRelation(Kind.NAMESPACE, 1, false, "the model's family as its publisher"))
        : Optional.empty();
  }

  private boolean isFamilyOf(String otherName) {
    String own = publisher.squeezed();
    return own.length() >= SHORTEST_FAMILY && Spelling.of(otherName).squeezed().startsWith(own);
  }

  private Resemblance both(ModelId original, NameRelation names, PublisherRelation publishers) {
    String publisherText = publisherText(original.namespace());
    boolean sameName = names.kind() == Kind.COPY;
    return new Resemblance(
        original,
        sameName ? publishers.kind() : names.kind(),
        names.distance() + publishers.distance(),
        sameName
            ? "the name of " + original + ", " + publisherText + " (" + publishers.text() + ")"
            : nameText(original, names) + "; " + publisherText);
  }

  private String publisherText(String original) {
    return "publisher \"" + asked.namespace() + "\" for \"" + original + "\"";
  }

  private Resemblance nameOnly(ModelId original, NameRelation names) {
    return new Resemblance(
        original,
        names.kind(),
        names.distance(),
        names.kind() == Kind.COPY
            ? "the name of "
                + original
                + (asked.namespace().isEmpty()
                    ? ", without its publisher"
                    : ", by another publisher")
            : nameText(original, names)
                + (asked.namespace().isEmpty() ? "; no publisher" : "; another publisher"));
  }

  private static String nameText(ModelId original, NameRelation names) {
    String edits =
        names.kind() == Kind.OMISSION
            ? "one word less than "
            : switch (names.distance()) {
              case 0 -> "like ";
              case 1 -> "1 edit from ";
              default -> names.distance() + " edits from ";
            };
    return edits + original + ": " + names.text();
  }

  private Optional<Hit> movedBorder(String otherPublisher, String otherName) {
    Spelling whole = Spelling.of(otherPublisher + "-" + otherName);
    boolean moved =
        whole.skeleton().equals(together.skeleton()) || whole.skeleton().equals(name.skeleton());
    return moved && !otherPublisher.isEmpty()
        ? hit(
            Weight.BOTH,
            1,
            otherPublisher,
            otherName,
            original ->
                new Resemblance(
                    original,
                    Kind.NAMESPACE,
                    1,
                    original + " with the border between publisher and name moved"))
        : Optional.empty();
  }
}
