package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.SourcingException;
import io.weighbridge.sourcing.internal.Comparison.Hit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The protected names, in tables that grow as a binary counter does: a batch becomes a table, and
 * tables of like size are joined, so that adding one name costs little and asking looks into few
 * tables. Readers see one immutable state.
 */
public final class ProtectedNames {
  private static final int MOST_COMPARED = 20_000;

  private record State(
      List<NameTable> names,
      List<NameTable> publishers,
      Map<String, ModelId> publisherExamples,
      Words words) {

    State with(Collection<ModelId> ids) {
      var fresh = new LinkedHashMap<String, ModelId>();
      ids.stream().filter(id -> !contains(id)).forEach(id -> fresh.putIfAbsent(id.key(), id));
      if (fresh.isEmpty()) {
        return this;
      }
      var examples = new HashMap<>(publisherExamples);
      var newPublishers = new ArrayList<String>();
      Words more = words.copy();
      for (ModelId id : fresh.values()) {
        more.add(Spelling.of(id.name()));
        String publisher = lower(id.namespace());
        if (!publisher.isEmpty() && examples.putIfAbsent(publisher, id) == null) {
          newPublishers.add(id.namespace());
        }
      }
      return new State(
          joined(names, fresh.values().stream().map(ModelId::toString).toList()),
          newPublishers.isEmpty() ? publishers : joined(publishers, newPublishers),
          Collections.unmodifiableMap(examples),
          more);
    }

    /** A protected name, or any name of a publisher that is known. */
    boolean exempts(ModelId id) {
      return contains(id)
          || publisherExamples.containsKey(lower(id.namespace()))
          || PublisherFacts.maker(id.namespace()).isPresent();
    }

    boolean contains(ModelId id) {
      if (names.isEmpty()) {
        return false;
      }
      Spelling name = Spelling.of(id.name());
      String key = id.key();
      boolean[] there = new boolean[1];
      for (NameTable table : names) {
        table.sameSkeleton(name, entry -> there[0] |= lower(table.id(entry)).equals(key));
      }
      return there[0];
    }
  }

  private static final State EMPTY = new State(List.of(), List.of(), Map.of(), new Words());

  private final Object adding = new Object();
  private final Supplier<List<ModelId>> first;
  private volatile @Nullable State state;

  /** With the names that {@code first} gives, which is asked when they are first needed. */
  public ProtectedNames(Supplier<List<ModelId>> first) {
    this.first = first;
  }

  private State state() {
    State known = state;
    if (known != null) {
      return known;
    }
    synchronized (adding) {
      State now = state;
      if (now == null) {
        now = EMPTY.with(first.get());
        state = now;
      }
      return now;
    }
  }

  /** The ids of the shipped list. */
  public static List<ModelId> shipped() {
    try (InputStream in = NameIndex.class.getResourceAsStream("known-models.txt")) {
      if (in == null) {
        throw new SourcingException("known-models.txt is missing from the build");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new SourcingException("known-models.txt cannot be read: " + e.getMessage());
    }
  }

  /** One id a line, more columns after a tab, comments after {@code #}. */
  static List<ModelId> parse(String text) {
    var ids = new ArrayList<ModelId>();
    for (String line : text.split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String id = line.split("\t", 2)[0].strip();
        ids.add(
            ModelId.parse(id)
                .orElseThrow(() -> new SourcingException("no model id in the list: " + id)));
      }
    }
    return ids;
  }

  public void addAll(Collection<ModelId> ids) {
    synchronized (adding) {
      state = state().with(ids);
    }
  }

  private static List<NameTable> joined(List<NameTable> tables, List<String> batch) {
    var kept = new ArrayList<>(tables);
    var texts = new ArrayList<>(batch);
    while (!kept.isEmpty() && kept.getLast().size() <= 2 * texts.size()) {
      NameTable last = kept.removeLast();
      for (int i = 0; i < last.size(); i++) {
        texts.add(last.id(i));
      }
    }
    kept.add(new NameTable(texts));
    return List.copyOf(kept);
  }

  public int size() {
    return state().names().stream().mapToInt(NameTable::size).sum();
  }

  public boolean contains(ModelId id) {
    return state().contains(id);
  }

  public boolean knowsPublisher(String namespace) {
    return state().publisherExamples().containsKey(lower(namespace));
  }

  public Optional<Resemblance> resembles(ModelId id) {
    State now = state();
    if (now.exempts(id)) {
      return Optional.empty();
    }
    var comparison = new Comparison(id, now.words());
    var best = new Best();
    for (NameTable table : now.names()) {
      propose(table, comparison, best);
    }
    if (best.isCopyOrNothing()) {
      var publisher = new Best();
      for (NameTable table : now.publishers()) {
        publishers(table, comparison, now.publisherExamples(), publisher);
      }
      if (publisher.hit != null) {
        return publisher.resemblance();
      }
    }
    return best.resemblance();
  }

  /** The protected name that this one is with a word left out; empty when it is protected. */
  public Optional<Resemblance> variantOf(ModelId id) {
    State now = state();
    if (now.exempts(id)) {
      return Optional.empty();
    }
    var comparison = new Comparison(id, now.words());
    var best = new Best();
    for (NameTable table : now.names()) {
      table.oneWordLonger(
          comparison.name(),
          entry -> {
            if (best.compared++ < MOST_COMPARED) {
              comparison
                  .variantOf(table.namespace(entry), table.name(entry))
                  .ifPresent(best::offer);
            }
          });
    }
    return best.resemblance();
  }

  private static void propose(NameTable table, Comparison comparison, Best best) {
    var proposals = new Proposals(table, comparison, best);
    IntConsumer together = entry -> proposals.compare(entry, true);
    table.sameTogether(comparison.together(), together);
    table.sameTogether(comparison.name(), together);
    IntConsumer byForm = entry -> proposals.compare(entry, false);
    table.sameSkeleton(comparison.name(), byForm);
    table.sameWords(comparison.name(), byForm);
    table.oneWordLonger(comparison.name(), byForm);
    table.misspelt(comparison.name(), proposals::compareSpelling);
  }

  /** The entries of one table that are proposed, each compared once; thousands share a name. */
  private static final class Proposals {
    private final NameTable table;
    private final Comparison comparison;
    private final Best best;
    private final BitSet seen = new BitSet();
    private final int length;
    private final int letterSet;
    private int last = -1;
    private String lastName = "";

    Proposals(NameTable table, Comparison comparison, Best best) {
      this.table = table;
      this.comparison = comparison;
      this.best = best;
      this.length = comparison.name().squeezed().length();
      this.letterSet = comparison.name().letterSet();
    }

    void compareSpelling(int entry) {
      if (!seen.get(entry)) {
        if (table.mayBeMisspelt(entry, length, letterSet)) {
          compare(entry, false);
        } else {
          seen.set(entry);
        }
      }
    }

    void compare(int entry, boolean together) {
      if (!seen.get(entry) && best.compared++ < MOST_COMPARED) {
        seen.set(entry);
        if (last < 0 || !table.sameName(entry, last)) {
          lastName = table.name(entry);
        }
        last = entry;
        comparison.with(table.namespace(entry), lastName, together).ifPresent(best::offer);
      }
    }
  }

  private static void publishers(
      NameTable table, Comparison comparison, Map<String, ModelId> examples, Best best) {
    var seen = new HashSet<String>();
    IntConsumer compare =
        entry -> {
          String publisher = table.id(entry);
          ModelId example = examples.get(lower(publisher));
          if (example != null && seen.add(publisher)) {
            comparison.withPublisher(publisher, example).ifPresent(best::offer);
          }
        };
    table.sameSkeleton(comparison.publisher(), compare);
    table.sameWords(comparison.publisher(), compare);
    table.misspelt(comparison.publisher(), compare);
  }

  /**
   * The nearest so far, of the heaviest kind. A strange publisher's own look comes before a copy.
   */
  private static final class Best {
    private static final Comparator<Hit> ORDER =
        Comparator.comparing(Hit::weight)
            .thenComparingInt(Hit::distance)
            .thenComparing(Hit::original, String.CASE_INSENSITIVE_ORDER);

    private @Nullable Hit hit;
    private int compared;

    void offer(Hit other) {
      if (hit == null || ORDER.compare(other, hit) < 0) {
        hit = other;
      }
    }

    boolean isCopyOrNothing() {
      return hit == null || hit.weight() == Comparison.Weight.SAME_NAME;
    }

    Optional<Resemblance> resemblance() {
      return Optional.ofNullable(hit).map(best -> best.told().get());
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
