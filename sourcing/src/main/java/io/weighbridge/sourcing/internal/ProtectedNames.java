package io.weighbridge.sourcing.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.Resemblance;
import io.weighbridge.sourcing.SourcingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
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

  private record State(List<NameTable> names, List<NameTable> publishers, Words words) {

    State with(Collection<ModelId> ids) {
      var fresh = new LinkedHashMap<String, ModelId>();
      ids.stream().filter(id -> !contains(id)).forEach(id -> fresh.putIfAbsent(id.key(), id));
      if (fresh.isEmpty()) {
        return this;
      }
      var newPublishers = new LinkedHashMap<String, String>();
      Words more = words.copy();
      for (ModelId id : fresh.values()) {
        more.add(Spelling.of(id.name()));
        if (!id.namespace().isEmpty() && example(id.namespace()).isEmpty()) {
          newPublishers.putIfAbsent(lower(id.namespace()), id.namespace());
        }
      }
      return new State(
          joined(names, fresh.values().stream().map(ModelId::toString).toList()),
          newPublishers.isEmpty()
              ? publishers
              : joined(publishers, List.copyOf(newPublishers.values())),
          more);
    }

    /** A protected name, or any name of a publisher that is known. */
    boolean exempts(ModelId id) {
      return contains(id) || example(id.namespace()).isPresent();
    }

    boolean contains(ModelId id) {
      return names.stream().anyMatch(table -> table.contains(id.toString()));
    }

    /** A protected name of that publisher. */
    Optional<ModelId> example(String publisher) {
      for (NameTable table : names) {
        OptionalInt entry = table.entryOf(publisher);
        if (entry.isPresent()) {
          return ModelId.parse(table.id(entry.getAsInt()));
        }
      }
      return Optional.empty();
    }
  }

  private static final State EMPTY = new State(List.of(), List.of(), new Words());

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
    return state().example(namespace).isPresent();
  }

  /** The names that an id is held against; empty when it is protected itself. */
  private Optional<State> against(ModelId id) {
    // Names of official publishers are asked for most, and need no table.
    if (PublisherFacts.maker(id.namespace()).isPresent()) {
      return Optional.empty();
    }
    State now = state();
    return now.exempts(id) ? Optional.empty() : Optional.of(now);
  }

  public Optional<Resemblance> resembles(ModelId id) {
    return against(id).flatMap(now -> resembles(id, now));
  }

  private static Optional<Resemblance> resembles(ModelId id, State now) {
    var comparison = new Comparison(id, now.words());
    var best = new Best();
    for (NameTable table : now.names()) {
      propose(table, comparison, best);
    }
    if (best.isCopyOrNothing()) {
      var publisher = new Best();
      for (NameTable table : now.publishers()) {
        publishers(table, comparison, now, publisher);
      }
      if (publisher.hit != null) {
        return publisher.resemblance();
      }
    }
    return best.resemblance();
  }

  /** The protected name that this one is with a word left out; empty when it is protected. */
  public Optional<Resemblance> variantOf(ModelId id) {
    return against(id).flatMap(now -> variantOf(id, now));
  }

  private static Optional<Resemblance> variantOf(ModelId id, State now) {
    var comparison = new Comparison(id, now.words());
    var best = new Best();
    for (NameTable table : now.names()) {
      table.oneWordLonger(
          comparison.name(),
          first -> {
            if (best.compared++ < MOST_COMPARED) {
              comparison
                  .variantOf(table.namespace(first), table.name(first))
                  .ifPresent(best::offer);
            }
          });
    }
    return best.resemblance();
  }

  private static void propose(NameTable table, Comparison comparison, Best best) {
    var proposals = new Proposals(table, comparison, best);
    table.sameTogether(comparison.together(), proposals::compareTogether);
    table.sameTogether(comparison.name(), proposals::compareTogether);
    table.sameSkeleton(comparison.name(), proposals::compareName);
    table.sameWords(comparison.name(), proposals::compareName);
    table.oneWordLonger(comparison.name(), proposals::compareName);
    table.misspelt(comparison.name(), proposals::compareSpelling);
  }

  /** The names of one table that are proposed, each compared once. */
  private static final class Proposals {
    private final NameTable table;
    private final Comparison comparison;
    private final Best best;
    private final BitSet seen = new BitSet();
    private final int length;
    private final int letterSet;

    Proposals(NameTable table, Comparison comparison, Best best) {
      this.table = table;
      this.comparison = comparison;
      this.best = best;
      this.length = comparison.name().squeezed().length();
      this.letterSet = comparison.name().letterSet();
    }

    void compareTogether(int entry) {
      if (best.compared++ < MOST_COMPARED) {
        comparison.with(table.namespace(entry), table.name(entry), true).ifPresent(best::offer);
      }
    }

    void compareSpelling(int first) {
      if (!seen.get(first)) {
        if (table.mayBeMisspelt(first, length, letterSet)) {
          compareName(first);
        } else {
          seen.set(first);
        }
      }
    }

    /**
     * Compares a name, and those of its publishers that the asked one may imitate. The first stands
     * for the others: they come after it where nothing else differs.
     */
    void compareName(int first) {
      if (seen.get(first) || best.compared >= MOST_COMPARED) {
        return;
      }
      seen.set(first);
      best.compared++;
      String name = table.name(first);
      comparison.with(table.namespace(first), name, false).ifPresent(best::offer);
      if (comparison.resembles(name)) {
        int end = table.endOfName(first);
        for (int entry = first + 1; entry < end; entry++) {
          String publisher = table.namespace(entry);
          if (comparison.mayImitate(publisher, name) && best.compared++ < MOST_COMPARED) {
            comparison.with(publisher, table.name(entry), false).ifPresent(best::offer);
          }
        }
      }
    }
  }

  private static void publishers(NameTable table, Comparison comparison, State now, Best best) {
    var seen = new HashSet<String>();
    IntConsumer compare =
        entry -> {
          String publisher = table.id(entry);
          if (seen.add(publisher)) {
            now.example(publisher)
                .flatMap(example -> comparison.withPublisher(publisher, example))
                .ifPresent(best::offer);
          }
        };
    table.sameSkeleton(comparison.publisher(), compare);
    table.sameWords(comparison.publisher(), compare);
    table.misspelt(comparison.publisher(), compare);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
