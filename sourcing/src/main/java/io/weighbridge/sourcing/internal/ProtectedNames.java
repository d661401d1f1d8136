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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
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
      Words words) {}

  private final Object adding = new Object();
  private volatile State state = new State(List.of(), List.of(), Map.of(), new Words());

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
      State before = state;
      var fresh = new LinkedHashMap<String, String>();
      ids.stream()
          .filter(id -> !contains(id))
          .forEach(id -> fresh.putIfAbsent(id.key(), id.toString()));
      if (fresh.isEmpty()) {
        return;
      }
      var examples = new HashMap<>(before.publisherExamples());
      var publishers = new ArrayList<String>();
      Words words = before.words().copy();
      for (String text : fresh.values()) {
        ModelId id = ModelId.parse(text).orElseThrow();
        words.add(Spelling.of(id.name()));
        String publisher = lower(id.namespace());
        if (!publisher.isEmpty() && examples.putIfAbsent(publisher, id) == null) {
          publishers.add(id.namespace());
        }
      }
      state =
          new State(
              joined(before.names(), List.copyOf(fresh.values())),
              publishers.isEmpty() ? before.publishers() : joined(before.publishers(), publishers),
              Map.copyOf(examples),
              words);
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
    return state.names().stream().mapToInt(NameTable::size).sum();
  }

  public boolean contains(ModelId id) {
    Spelling name = Spelling.of(id.name());
    String key = id.key();
    for (NameTable table : state.names()) {
      boolean[] there = new boolean[1];
      table.sameSkeleton(name, entry -> there[0] |= lower(table.id(entry)).equals(key));
      if (there[0]) {
        return true;
      }
    }
    return false;
  }

  public boolean knowsPublisher(String namespace) {
    return state.publisherExamples().containsKey(lower(namespace));
  }

  public Optional<Resemblance> resembles(ModelId id) {
    State now = state;
    if (contains(id) || now.publisherExamples().containsKey(lower(id.namespace()))) {
      return Optional.empty();
    }
    var comparison = new Comparison(id, now.words());
    var best = new Best();
    for (NameTable table : now.names()) {
      propose(table, comparison, best);
    }
    if (best.resemblance == null || best.resemblance.informational()) {
      for (NameTable table : now.publishers()) {
        publishers(table, comparison, now.publisherExamples(), best);
      }
    }
    return Optional.ofNullable(best.resemblance);
  }

  private static void propose(NameTable table, Comparison comparison, Best best) {
    BitSet seen = new BitSet();
    IntConsumer compare =
        entry -> {
          if (!seen.get(entry) && best.compared++ < MOST_COMPARED) {
            seen.set(entry);
            comparison.with(ModelId.parse(table.id(entry)).orElseThrow()).ifPresent(best::offer);
          }
        };
    table.sameSkeleton(comparison.name(), compare);
    table.sameTogether(comparison.together(), compare);
    table.sameTogether(comparison.name(), compare);
    table.sameWords(comparison.name(), compare);
    table.misspelt(comparison.name(), compare);
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

  /** The nearest so far; whatever is more than informational goes before. */
  private static final class Best {
    private static final Comparator<Resemblance> ORDER =
        Comparator.comparing(Resemblance::informational)
            .thenComparingInt(Resemblance::distance)
            .thenComparing(Resemblance::original);

    private @Nullable Resemblance resemblance;
    private int compared;

    void offer(Resemblance other) {
      if (resemblance == null || ORDER.compare(other, resemblance) < 0) {
        resemblance = other;
      }
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
