package io.weighbridge.cli.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.Resemblance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code weighbridge check-name}: does a name imitate another? */
final class CheckNameCommand implements Command {

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "check-name",
        "NAME…",
        1,
        Integer.MAX_VALUE,
        """
        Says whether a model's name looks like that of a well-known one, and how: a letter more or
        less, another publisher, other word order. Asks nobody: the names are built in.
        Exit code 1 when one does.\
        """,
        List.of(CommonOptions.FORMAT, CommonOptions.OUTPUT, CommonOptions.QUIET),
        List.of(
            "weighbridge check-name qa-tutorials/distilbert-base-uncased-finetuned-sqad",
            "weighbridge check-name --format json google-bert/bert-base-uncased"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    NameIndex names = NameIndex.standard();
    boolean found = false;
    var lines = new StringBuilder();
    var answers = new ArrayList<Json>();
    for (String operand : arguments.operands()) {
      ModelId id =
          ModelId.parse(operand)
              .orElseThrow(
                  () -> new CliException("check-name: not a model name: \"" + operand + '"'));
      Optional<Resemblance> resemblance = names.resembles(id);
      found |= resemblance.map(alike -> !alike.informational()).orElse(false);
      lines.append(sentence(names, id, resemblance, terminal)).append('\n');
      answers.add(
          Json.object()
              .put("name", id.toString())
              .put("known", names.contains(id))
              .put("resembles", resemblance.map(Resemblance::toJson).orElse(Json.Null.NULL))
              .build());
    }
    Output.write(
        arguments,
        terminal,
        CommonOptions.isJson(arguments) ? Json.array(answers).writePretty() : lines.toString());
    return found ? FOUND : OK;
  }

  private static String sentence(
      NameIndex names, ModelId id, Optional<Resemblance> resemblance, Terminal terminal) {
    if (resemblance.isPresent()) {
      Resemblance alike = resemblance.get();
      String word = alike.informational() ? terminal.yellow("copy") : terminal.red("look-alike");
      return word + "  " + id + ": " + TerminalText.safe(alike.explanation());
    }
    return names.contains(id)
        ? terminal.green("known") + "  " + id + " is a well-known name itself"
        : terminal.green("no likeness")
            + "  "
            + id
            + " looks like none of "
            + names.size()
            + " well-known names";
  }
}
