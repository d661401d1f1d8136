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

/** Measures the detector: what it finds of generated attacks, and whom it accuses wrongly. */
final class LookAlikeMeasurement {
  /** The publishers are halved by name: one half was looked at while tuning, one never. */
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
    try (InputStream in =
        Objects.requireNonNull(NameIndex.class.getResourceAsStream("official-publishers.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1)[0].toLowerCase(java.util.Locale.ROOT))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<ModelId> of(Half half) {
    return SHIPPED.stream().filter(id -> Half.of(id.namespace()) == half).toList();
  }

  /** Recall by kind and target, over attacks on names of that half's publishers. */
  static Map<String, Rate> recall(Half half, long seed, int each, List<Attack> missed) {
    NameIndex index = NameIndex.standard();
    var rates = new TreeMap<String, Rate>();
    for (Attack attack : new Attacks(seed, SHIPPED).on(of(half), each)) {
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
    Half half = Half.valueOf(arguments[0]);
    Rate all = new Rate(0, 0);
    for (var rate : recall(half, Long.parseLong(arguments[1]), 100, missed).entrySet()) {
      System.out.println(rate.getKey() + "\t" + rate.getValue());
      all = sum(all, rate.getValue());
    }
    System.out.println("recall\t" + all);
    var wrong = new ArrayList<Resemblance>();
    var accused = new ArrayList<ModelId>();
    System.out.println("false positives\t" + falsePositives(half, wrong, accused));
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
