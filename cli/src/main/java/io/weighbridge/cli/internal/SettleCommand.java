package io.weighbridge.cli.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code weighbridge approve|refuse|waive MODEL[@REVISION] --reason …}: a person's word on a
 * revision, sent to the running server, which records who said it.
 */
final class SettleCommand implements Command {
  private static final Option REASON =
      Option.value("reason", "TEXT", "why; goes on record with your name");
  private static final Option UNTIL =
      Option.value("until", "DATE", "the last day on which it holds, such as 2027-01-31");

  private final CommandSpec spec;

  private SettleCommand(CommandSpec spec) {
    this.spec = spec;
  }

  static SettleCommand approve() {
    return of(
        "approve",
        """
        Admits a revision that waits for a person. What a policy blocks stays blocked: see waive.
        Needs a running server and a reviewer's token.\
        """,
        "weighbridge approve org/model --reason \"read the code, ticket 481\"");
  }

  static SettleCommand refuse() {
    return of(
        "refuse",
        """
        Refuses a revision that waits for a person, or withdraws one that is served.
        Needs a running server and a reviewer's token.\
        """,
        "weighbridge refuse org/model@1f0a9c3 --reason \"licence\"");
  }

  static SettleCommand waive() {
    return of(
        "waive",
        """
        Lifts a block for one revision until a date, in your name.
        Needs a running server and a reviewer's token.\
        """,
        "weighbridge waive org/model --until 2027-01-31 --reason \"isolated test bed\"");
  }

  private static SettleCommand of(String name, String about, String example) {
    var options =
        new ArrayList<>(
            List.of(
                REASON,
                CommonOptions.URL,
                CommonOptions.TOKEN_FILE,
                CommonOptions.FORMAT,
                CommonOptions.QUIET));
    if (name.equals("waive")) {
      options.add(1, UNTIL);
    }
    return new SettleCommand(
        new CommandSpec(name, "MODEL[@REVISION]", 1, 1, about, options, List.of(example)));
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    String word = arguments.operands().getFirst();
    int at = word.indexOf('@');
    String name = at < 0 ? word : word.substring(0, at);
    ModelId id =
        ModelId.parse(name)
            .orElseThrow(
                () ->
                    new CliException(
                        spec.name() + ": not a model: \"" + name + "\" (write namespace/name)"));
    var body =
        Json.object()
            .put("model", id.toString())
            .put("revision", at < 0 ? "" : word.substring(at + 1))
            .put("reason", needed(arguments, "reason"));
    if (spec.name().equals("waive")) {
      body.put("until", needed(arguments, "until"));
    }
    ServerClient.Answer answer =
        ServerClient.of(arguments, System.getenv()).call("POST", spec.name(), body.build());
    if (!answer.good()) {
      throw new CliException(answer.error());
    }
    Output.write(
        arguments,
        terminal,
        CommonOptions.isJson(arguments)
            ? answer.body().writePretty()
            : TerminalText.safe(answer.body().text("text").orElse("done")) + "\n");
    return answer.body().bool("holds").orElse(false) ? OK : FOUND;
  }

  private String needed(Arguments arguments, String option) {
    return arguments
        .value(option)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () ->
                new CliException(
                    spec.name()
                        + ": --"
                        + option
                        + " is needed (see: weighbridge "
                        + spec.name()
                        + " --help)"));
  }
}
