package io.weighbridge.cli.internal;

import java.util.List;

/** {@code weighbridge help [COMMAND]}. */
final class HelpCommand implements Command {

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "help",
        "[COMMAND]",
        0,
        1,
        "Lists the commands, or explains one.",
        List.of(),
        List.of("weighbridge help scan"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    if (arguments.operands().isEmpty()) {
      terminal.out().print(overview(terminal));
    } else {
      String name = arguments.operands().getFirst();
      Command command = Commands.find(name).orElseThrow(Commands.unknown(name)).make().get();
      terminal.out().print(text(command.spec(), terminal));
    }
    return OK;
  }

  private static String overview(Terminal terminal) {
    var text = new StringBuilder();
    text.append(terminal.bold("weighbridge"))
        .append(" — the gate that every AI model passes before an organisation uses it\n\n");
    for (Commands.Entry entry : Commands.TABLE) {
      text.append("  weighbridge ")
          .append(terminal.bold(pad(entry.name(), 12)))
          .append(entry.summary())
          .append('\n');
    }
    return text.append(
            """

              weighbridge COMMAND --help   options and examples
              weighbridge --version

            Exit codes: 0 nothing found, 1 findings or a refusal, 2 wrong use or a target that cannot be opened.
            """)
        .toString();
  }

  /** The help of one command. */
  static String text(CommandSpec spec, Terminal terminal) {
    var text = new StringBuilder();
    text.append("weighbridge ").append(terminal.bold(spec.name()));
    if (!spec.options().isEmpty()) {
      text.append(" [options]");
    }
    if (!spec.operands().isEmpty()) {
      text.append(' ').append(spec.operands());
    }
    text.append("\n\n").append(spec.about().stripTrailing()).append('\n');
    if (!spec.options().isEmpty()) {
      text.append('\n');
      for (Option option : spec.options()) {
        String name = "--" + option.name() + (option.takesValue() ? " " + option.value() : "");
        text.append("  ").append(pad(name, 30)).append(option.help()).append('\n');
      }
    }
    if (!spec.examples().isEmpty()) {
      text.append("\nExamples\n");
      spec.examples().forEach(example -> text.append("  ").append(example).append('\n'));
    }
    return text.toString();
  }

  /** Pads to a column, with two spaces at least. */
  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(2, width - text.length()));
  }
}
