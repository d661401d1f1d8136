package io.weighbridge.sourcing;

import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.sourcing.internal.ProtectedNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The protected names: names worth imitating, kept apart from names that merely exist. Answers
 * whether another name resembles one of them. Thread-safe; names can be added while it is used.
 *
 * <pre>{@code
 * NameIndex names = NameIndex.standard();
 * names.resembles(new ModelId("distllbert", "distilbert-base-uncased-finetuned-sqad"));
 * }</pre>
 */
public final class NameIndex {
  private static final long POPULAR_DOWNLOADS = 10_000;
  private static final Duration POPULAR_AGE = Duration.ofDays(180);

  private final ProtectedNames names;

  private NameIndex(ProtectedNames names) {
    this.names = names;
  }

  /**
   * The shipped names ({@code known-models.txt}, sources in its head). Cheap: they are read when
   * the first name is asked for.
   */
  public static NameIndex standard() {
    return new NameIndex(new ProtectedNames(ProtectedNames::shipped));
  }

  public static NameIndex empty() {
    return new NameIndex(new ProtectedNames(List::of));
  }

  /** Protects a name from now on; its publisher counts as known. */
  public void add(ModelId id) {
    names.addAll(List.of(id));
  }

  public void addAll(Collection<ModelId> ids) {
    names.addAll(ids);
  }

  /**
   * Protects those of an upstream's most pulled models that are worth imitating: pulled at least
   * {@value #POPULAR_DOWNLOADS} times lately, half a year old, and no look-alike of a protected
   * name themselves. Without these bounds a small hub, or bought downloads, would make a squat's
   * publisher a known one.
   *
   * @return those that were added
   */
  public List<ModelId> addPopular(Collection<ModelInfo> models, Instant now) {
    List<ModelId> worth =
        models.stream()
            .filter(model -> model.downloads().orElse(0) >= POPULAR_DOWNLOADS)
            .filter(
                model ->
                    model.createdAt().map(at -> at.isBefore(now.minus(POPULAR_AGE))).orElse(false))
            .map(ModelInfo::id)
            .filter(id -> !contains(id))
            .filter(id -> resembles(id).map(Resemblance::informational).orElse(true))
            .toList();
    addAll(worth);
    return worth;
  }

  public int size() {
    return names.size();
  }

  /** Whether that very id is protected, whatever its case. */
  public boolean contains(ModelId id) {
    return names.contains(id);
  }

  /** Whether a protected name is that publisher's. */
  public boolean knowsPublisher(String namespace) {
    return names.knowsPublisher(namespace);
  }

  /**
   * The protected name that this one looks like. Empty for a protected name itself, and for any
   * name of a publisher that has a protected name: taking over a namespace is told by its identity,
   * not by its spelling.
   */
  public Optional<Resemblance> resembles(ModelId id) {
    return names.resembles(id);
  }

  /**
   * The protected name that this one is with a word left out. Honest names leave words out all the
   * time, so by itself it says little; of a publisher who appeared days ago it says more. Empty
   * where {@link #resembles} is for the same reasons.
   */
  public Optional<Resemblance> variantOf(ModelId id) {
    return names.variantOf(id);
  }
}
