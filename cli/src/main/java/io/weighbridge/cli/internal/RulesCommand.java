package io.weighbridge.cli.internal;

import java.util.List;

/** {@code weighbridge rules}: every rule, as data. */
final class RulesCommand implements Command {
  @Override
  public CommandSpec spec() {
    return new CommandSpec("rules", "[RULE]", 0, 1, "Rules.", List.of(), List.of());
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    return OK;
  }
}
