package io.weighbridge.sourcing;

import io.weighbridge.hub.ModelId;
import io.weighbridge.sourcing.Attacks.Attack;
import io.weighbridge.sourcing.internal.ProtectedNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures the detector: what it finds of generated attacks, and whom it accuses wrongly. */
final class LookAlikeMeasurement {
  /**
   * The shipped publishers are halved by name: one half was looked at while tuning, the other's
   * false positives at times.
   */
  enum Half {
    DEVELOPMENT,
    HELD_OUT;

    static Half of(String publisher) {
      int hash = publisher.toLowerCase(java.util.Locale.ROOT).hashCode() * 0x9e3779b9;
      return (hash >>> 16 & 1) == 0 ? DEVELOPMENT : HELD_OUT;
    }
  }

  /** Found of made. */
  record Rate(int found, int made) {
    double value() {
      return made == 0 ? 0 : (double) found / made;
    }

    @Override
    public String toString() {
      return "%5.1f %% (%d of %d)".formatted(100 * value(), found, made);
    }
  }

  private static final Set<String> OFFICIAL = official();
  private static final List<ModelId> SHIPPED = ProtectedNames.shipped();

  private LookAlikeMeasurement() {}

  private static Set<String> official() {
    return lines("official-publishers.tsv")
        .map(line -> line.split("\t", -1)[0].toLowerCase(java.util.Locale.ROOT))
        .collect(Collectors.toSet());
  }

  static List<ModelId> of(Half half) {
    return SHIPPED.stream().filter(id -> Half.of(id.namespace()) == half).toList();
  }

  /** Honest ids of publishers that were never looked at ({@code fresh-names.txt}). */
  static List<ModelId> fresh() {
    return lines("/io/weighbridge/sourcing/fresh-names.txt")
        .map(line -> ModelId.parse(line.split("\t", -1)[0]).orElseThrow())
        .toList();
  }

  private static Stream<String> lines(String resource) {
    try (InputStream in =
        Objects.requireNonNull(LookAlikeMeasurement.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Recall by kind and target, over attacks on those names, which are all protected. */
  static Map<String, Rate> recall(
      List<ModelId> originals, long seed, int each, List<Attack> missed) {
    NameIndex index = NameIndex.standard();
    index.addAll(originals);
    var known = new ArrayList<>(SHIPPED);
    known.addAll(originals);
    var rates = new TreeMap<String, Rate>();
    for (Attack attack : new Attacks(seed, known).on(originals, each)) {
      boolean found =
          index.resembles(attack.squat()).map(hit -> !hit.informational()).orElse(false);
      if (!found) {
        missed.add(attack);
      }
      Rate one = new Rate(found ? 1 : 0, 1);
      rates.merge(attack.kind() + "/" + attack.target(), one, LookAlikeMeasurement::sum);
    }
    return rates;
  }

  /** Fresh names that are taken for imitations by the index as it ships. */
  static Rate falsePositives(List<Resemblance> wrong, List<ModelId> accused) {
    NameIndex index = NameIndex.standard();
    List<ModelId> asked = fresh();
    for (ModelId id : asked) {
      index
          .resembles(id)
          .filter(resemblance -> !resemblance.informational())
          .ifPresent(
              hit -> {
                wrong.add(hit);
                accused.add(id);
              });
    }
    return new Rate(accused.size(), asked.size());
  }

  static Rate sum(Rate a, Rate b) {
    return new Rate(a.found() + b.found(), a.made() + b.made());
  }

  /**
   * Honest ids that are taken for imitations when nothing of their publisher is known: publishers
   * are left out of the index a group at a time. Those of the table of official publishers are not
   * counted, since that table exempts them whatever the index holds.
   */
  static Rate falsePositives(Half half, List<Resemblance> wrong, List<ModelId> accused) {
    Map<Integer, List<ModelId>> groups =
        of(half).stream()
            .collect(
                Collectors.groupingBy(
                    id ->
                        Math.floorMod(
                            id.namespace().toLowerCase(java.util.Locale.ROOT).hashCode(), 29)));
    int hits = 0;
    int asked = 0;
    for (List<ModelId> group : groups.values()) {
      NameIndex index = NameIndex.empty();
      var leftOut = group.stream().map(ModelId::namespace).collect(Collectors.toSet());
      index.addAll(SHIPPED.stream().filter(id -> !leftOut.contains(id.namespace())).toList());
      for (ModelId id : group) {
        if (OFFICIAL.contains(id.namespace().toLowerCase(java.util.Locale.ROOT))) {
          continue;
        }
        asked++;
        var hit = index.resembles(id).filter(resemblance -> !resemblance.informational());
        if (hit.isPresent()) {
          hits++;
          wrong.add(hit.get());
          accused.add(id);
        }
      }
    }
    return new Rate(hits, asked);
  }

  public static void main(String[] arguments) {
    var missed = new ArrayList<Attack>();
    boolean fresh = arguments[0].equals("FRESH");
    List<ModelId> originals = fresh ? fresh() : of(Half.valueOf(arguments[0]));
    Rate all = new Rate(0, 0);
    for (var rate : recall(originals, Long.parseLong(arguments[1]), 100, missed).entrySet()) {
      System.out.println(rate.getKey() + "\t" + rate.getValue());
      all = sum(all, rate.getValue());
    }
    System.out.println("recall\t" + all);
    var wrong = new ArrayList<Resemblance>();
    var accused = new ArrayList<ModelId>();
    Rate accusedRate =
        fresh
            ? falsePositives(wrong, accused)
            : falsePositives(Half.valueOf(arguments[0]), wrong, accused);
    System.out.println("false positives\t" + accusedRate);
    for (int i = 0; i < wrong.size(); i++) {
      System.out.println(
          "  " + accused.get(i) + "\t" + wrong.get(i).kind() + "\t" + wrong.get(i).explanation());
    }
    if (arguments.length > 2) {
      missed.forEach(
          attack ->
              System.out.println(
                  "missed\t"
                      + attack.kind()
                      + "/"
                      + attack.target()
                      + "\t"
                      + attack.original()
                      + "\t"
                      + attack.squat()));
    }
  }
}
