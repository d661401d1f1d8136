package io.weighbridge.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rules of one module, read once from its resource {@code rules.tsv}: columns id, severity,
 * title, why, remedy, references (comma separated). Lines starting with {@code #} are comments.
 * Immutable and thread-safe; a malformed table is a programming error and fails at load.
 */
public final class RuleTable {
  private final Map<String, Rule> rules;
  private final byte[] source;

  private RuleTable(Map<String, Rule> rules, byte[] source) {
    this.rules = rules;
    this.source = source;
  }

  /** Reads {@code resource} from beside {@code anchor}. */
  public static RuleTable load(Class<?> anchor, String resource) {
    try (InputStream in = anchor.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing rule table " + resource + " beside " + anchor);
      }
      return parse(in.readAllBytes(), anchor.getName() + "/" + resource);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable rule table " + resource, e);
    }
  }

  static RuleTable parse(byte[] source, String name) {
    var rules = new LinkedHashMap<String, Rule>();
    int number = 0;
    for (String line : new String(source, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split("\t", -1);
      if (cells.length != 6) {
        throw new IllegalStateException(
            name + ":" + number + ": 6 columns expected, found " + cells.length);
      }
      Rule rule =
          new Rule(
              cells[0],
              Severity.valueOf(cells[1].toUpperCase(Locale.ROOT)),
              cells[2],
              cells[3],
              cells[4],
              references(cells[5]));
      if (rules.put(rule.id(), rule) != null) {
        throw new IllegalStateException(name + ":" + number + ": duplicate rule " + rule.id());
      }
    }
    return new RuleTable(Map.copyOf(rules), source.clone());
  }

  private static List<Reference> references(String cell) {
    var references = new ArrayList<Reference>();
    for (String id : cell.split(",", -1)) {
      if (!id.isBlank()) {
        references.add(new Reference(id.strip()));
      }
    }
    return references;
  }

  /** The rule of that id; an unknown id is a programming error. */
  public Rule rule(String id) {
    Rule rule = rules.get(id);
    if (rule == null) {
      throw new IllegalArgumentException("no rule " + id);
    }
    return rule;
  }

  /** All rules, by id. */
  public List<Rule> all() {
    return rules.values().stream().sorted(java.util.Comparator.comparing(Rule::id)).toList();
  }

  /** The table's bytes, for the rule-set digest. */
  public byte[] source() {
    return source.clone();
  }
}
