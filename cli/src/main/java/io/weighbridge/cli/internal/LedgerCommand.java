package io.weighbridge.cli.internal;

import io.weighbridge.json.Json;
import io.weighbridge.registry.LedgerCheck;
import java.nio.file.Path;
import java.util.List;

/** {@code weighbridge ledger verify}: does every entry follow from those before it? */
final class LedgerCommand implements Command {
  private static final Option DATA =
      Option.value("data", "FOLDER", "the server's data folder (weighbridge-data)");

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "ledger",
        "verify",
        1,
        1,
        """
        Checks the record of every decision, approval, pull and block: that no entry was changed,
        removed or put in. Reads without the server's lock, so it may run beside a server.
        Note the head that it prints, somewhere else: it proves later that nothing was cut off.
        Exit code 1 when the record is broken.\
        """,
        List.of(DATA, CommonOptions.FORMAT, CommonOptions.OUTPUT, CommonOptions.QUIET),
        List.of(
            "weighbridge ledger verify", "weighbridge ledger verify --data /srv/weighbridge-data"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    String what = arguments.operands().getFirst();
    if (!what.equals("verify")) {
      throw new CliException("ledger: it can only verify, not \"" + what + '"');
    }
    Path data = Path.of(arguments.value("data", "weighbridge-data"));
    LedgerCheck check = LedgerCheck.verify(data);
    Output.write(
        arguments,
        terminal,
        CommonOptions.isJson(arguments) ? json(check).writePretty() : text(check, terminal));
    return check.sound() ? OK : FOUND;
  }

  private static String text(LedgerCheck check, Terminal terminal) {
    if (!check.sound()) {
      return terminal.red("broken")
          + "  "
          + TerminalText.safe(check.problem())
          + "; "
          + check.entries()
          + " entries before that are sound\n";
    }
    return terminal.green("sound")
        + "  "
        + check.entries()
        + " entries in "
        + check.batches()
        + " batches, "
        + check.unsealed()
        + " not yet sealed; head "
        + (check.head().isEmpty() ? "none" : check.head())
        + '\n';
  }

  private static Json json(LedgerCheck check) {
    return Json.object()
        .put("sound", check.sound())
        .put("entries", check.entries())
        .put("batches", check.batches())
        .put("unsealed", check.unsealed())
        .put("head", check.head())
        .put("problem", check.problem())
        .build();
  }
}
