package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.Resemblance.Kind;
import java.util.Optional;

/** One asked id, held against protected ones: publisher and name judged apart, then together. */
final class Comparison {
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

  /** A resemblance, weighed. */
  record Hit(Weight weight, Resemblance resemblance) {}

  /** How the asked id resembles that protected one. */
  Optional<Hit> with(ModelId original) {
    Spelling otherPublisher = Spelling.of(original.namespace());
    Optional<NameRelation> names = NameRelation.of(name, Spelling.of(original.name()), words);
    Optional<PublisherRelation> publishers = PublisherRelation.of(publisher, otherPublisher);
    if (names.isPresent() && publishers.isPresent()) {
      return Optional.of(new Hit(Weight.BOTH, both(original, names.get(), publishers.get())));
    }
    if (names.isPresent() && names.get().kind() == Kind.COPY) {
      return Optional.of(new Hit(Weight.SAME_NAME, nameOnly(original, names.get())));
    }
    if (names.isPresent() && names.get().telling()) {
      return Optional.of(new Hit(Weight.NAME, nameOnly(original, names.get())));
    }
    return movedBorder(original).map(moved -> new Hit(Weight.BOTH, moved));
  }

  /** How the asked publisher resembles one that is known, whatever the model is called. */
  Optional<Hit> withPublisher(String original, ModelId example) {
    return PublisherRelation.of(publisher, Spelling.of(original))
        .filter(PublisherRelation::strong)
        .map(
            relation ->
                new Hit(
                    Weight.PUBLISHER,
                    new Resemblance(
                        example,
                        relation.kind(),
                        relation.distance(),
                        publisherText(original) + " (" + relation.text() + ")")));
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
        switch (names.distance()) {
          case 0 -> "like ";
          case 1 -> "1 edit from ";
          default -> names.distance() + " edits from ";
        };
    return edits + original + ": " + names.text();
  }

  private Optional<Resemblance> movedBorder(ModelId original) {
    Spelling whole = Spelling.of(original.namespace() + "-" + original.name());
    boolean moved =
        whole.skeleton().equals(together.skeleton()) || whole.skeleton().equals(name.skeleton());
    return moved && !original.namespace().isEmpty()
        ? Optional.of(
            new Resemblance(
                original,
                Kind.NAMESPACE,
                1,
                original + " with the border between publisher and name moved"))
        : Optional.empty();
  }
}
