package io.weighbridge.scan.internal;

import io.weighbridge.content.Content;
import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.RuleTable;
import io.weighbridge.formats.Format;
import io.weighbridge.pickle.Pickles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of this module, loaded when the first one fires. */
public final class Rules {
  private Rules() {}

  private static final class Holder {
    static final RuleTable TABLE = RuleTable.load(io.weighbridge.scan.Scanner.class, "rules.tsv");
  }

  public static RuleTable table() {
    return Holder.TABLE;
  }

  public static Rule rule(String id) {
    return Holder.TABLE.rule(id);
  }

  private static final class Problems {
    static final Map<String, Rule> BY_ID = byId();

    private static Map<String, Rule> byId() {
      var rules = new HashMap<String, Rule>();
      for (RuleTable table : tables()) {
        for (Rule rule : table.all()) {
          rules.put(rule.id(), rule);
        }
      }
      return rules;
    }
  }

  /** The rule that a structural problem of a view or archive refers to. */
  public static Rule problem(String id) {
    Rule rule = Problems.BY_ID.get(id);
    if (rule == null) {
      throw new IllegalArgumentException("no rule " + id);
    }
    return rule;
  }

  /** All tables that findings of a scan come from. */
  public static List<RuleTable> tables() {
    var tables = new java.util.ArrayList<RuleTable>();
    tables.add(RuleTable.load(Content.class, "rules.tsv"));
    tables.add(RuleTable.load(Format.class, "rules.tsv"));
    tables.add(Pickles.rules());
    tables.add(table());
    return tables;
  }
}
