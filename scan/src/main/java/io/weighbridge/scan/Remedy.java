package io.weighbridge.scan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Code that does what the remedies of some rules say, for one framework. Each is run, in Python
 * environments with the real libraries, by {@code RemediesTest} and {@code scripts/remedies.py}.
 *
 * @param name of its file in {@code remedies}, without {@code .py}
 * @param environment of {@code scripts/venvs.sh} in which it is run; {@code core} for Python alone
 * @param title a phrase, the framework first
 * @param rules ids, or {@code area/*}
 * @param before what makes the files that it works on; for the run only
 * @param code what a reader copies
 * @param after what holds when it worked; for the run only
 */
public record Remedy(
    String name,
    String environment,
    String title,
    List<String> rules,
    String before,
    String code,
    String after) {

  private static final class Holder {
    static final List<Remedy> ALL = load();
  }

  public Remedy {
    rules = List.copyOf(rules);
  }

  /** All of them, in the order of the table. */
  public static List<Remedy> all() {
    return Holder.ALL;
  }

  /** Those for a rule. */
  public static List<Remedy> of(String rule) {
    return all().stream().filter(remedy -> remedy.isFor(rule)).toList();
  }

  /** Whether it is for a rule. */
  public boolean isFor(String rule) {
    return rules.stream()
        .anyMatch(
            one ->
                one.endsWith("/*")
                    ? rule.startsWith(one.substring(0, one.length() - 1))
                    : one.equals(rule));
  }

  private static List<Remedy> load() {
    var remedies = new ArrayList<Remedy>();
    for (String line : resource("remedies.tsv").split("\n", -1)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split("\t", -1);
      String[] parts = resource("remedies/" + cells[0] + ".py").split("#: [a-z]+\n", -1);
      if (cells.length != 4 || parts.length != 4) {
        throw new IllegalStateException("remedies.tsv: " + line);
      }
      remedies.add(
          new Remedy(
              cells[0],
              cells[1],
              cells[2],
              List.of(cells[3].split(",", -1)),
              parts[1],
              parts[2].strip() + "\n",
              parts[3]));
    }
    return List.copyOf(remedies);
  }

  private static String resource(String name) {
    try (InputStream in = Remedy.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("unreadable " + name, e);
    }
  }
}
