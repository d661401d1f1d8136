package io.weighbridge.cli.internal;

import io.weighbridge.evidence.Reference;
import io.weighbridge.evidence.Rule;
import io.weighbridge.evidence.RuleTable;
import io.weighbridge.evidence.Severity;
import io.weighbridge.inventory.Lint;
import io.weighbridge.json.Json;
import io.weighbridge.scan.Remedy;
import io.weighbridge.scan.Scanner;
import io.weighbridge.sourcing.NameIndex;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code weighbridge rules}: every rule that can fire, from the tables that the rooms read. */
final class RulesCommand implements Command {
  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "rules",
        "[RULE]",
        0,
        1,
        """
        Lists the rules, or explains one: what it means when it fires, why that matters, what to do.
        RULE may be the beginning of a name.\
        """,
        List.of(CommonOptions.FORMAT, CommonOptions.OUTPUT),
        List.of("weighbridge rules", "weighbridge rules name/ --format json"));
  }

  static List<Rule> all() {
    Stream<Rule> names = RuleTable.load(NameIndex.class, "rules.tsv").all().stream();
    return Stream.of(Scanner.rules().stream(), names, Lint.rules().stream())
        .flatMap(rules -> rules)
        .sorted(Comparator.comparing(Rule::id))
        .toList();
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    String wanted = arguments.operands().isEmpty() ? "" : arguments.operands().getFirst();
    List<Rule> rules = all().stream().filter(rule -> rule.id().startsWith(wanted)).toList();
    if (rules.isEmpty()) {
      throw new CliException("rules: no rule \"" + wanted + "\" (see: weighbridge rules)");
    }
    boolean one = !wanted.isEmpty() && (rules.size() == 1 || rules.getFirst().id().equals(wanted));
    String text;
    if (CommonOptions.isJson(arguments)) {
      text = Json.array(rules.stream().map(RulesCommand::json).toList()).writePretty();
    } else if (one) {
      text = explain(rules.getFirst(), terminal);
    } else {
      var lines = new StringBuilder();
      rules.forEach(rule -> lines.append(line(rule, terminal)));
      text = lines.toString();
    }
    Output.write(arguments, terminal, text);
    return OK;
  }

  private static String line(Rule rule, Terminal terminal) {
    String severity = String.format("%-11s", rule.severity().text());
    return styled(rule.severity(), severity, terminal)
        + String.format("%-34s  ", rule.id())
        + rule.title()
        + '\n';
  }

  private static String styled(Severity severity, String text, Terminal terminal) {
    return switch (severity) {
      case MALICIOUS -> terminal.red(text);
      case SUSPICIOUS -> terminal.yellow(text);
      case INFO -> terminal.dim(text);
    };
  }

  private static String explain(Rule rule, Terminal terminal) {
    String references = String.join(", ", rule.references().stream().map(Reference::id).toList());
    return terminal.bold(rule.id())
        + " ("
        + styled(rule.severity(), rule.severity().text(), terminal)
        + ")\n"
        + rule.title()
        + "\n\nWhy      "
        + rule.why()
        + "\nRemedy   "
        + rule.remedy()
        + (references.isEmpty() ? "" : "\nSee      " + references)
        + '\n'
        + Remedy.of(rule.id()).stream()
            .map(remedy -> "\n" + terminal.bold(remedy.title()) + "\n\n" + indented(remedy.code()))
            .collect(Collectors.joining());
  }

  private static String indented(String code) {
    return code.lines()
        .map(line -> line.isEmpty() ? "\n" : "    " + line + "\n")
        .collect(Collectors.joining());
  }

  private static Json json(Rule rule) {
    return Json.object()
        .put("rule", rule.id())
        .put("severity", rule.severity().text())
        .put("title", rule.title())
        .put("why", rule.why())
        .put("remedy", rule.remedy())
        .put("code", Json.strings(Remedy.of(rule.id()).stream().map(Remedy::code).toList()))
        .put("references", Json.strings(rule.references().stream().map(Reference::id).toList()))
        .build();
  }
}
