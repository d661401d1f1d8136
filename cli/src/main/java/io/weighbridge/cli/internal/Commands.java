package io.weighbridge.cli.internal;

import io.weighbridge.cli.internal.demo.DemoCommand;
import io.weighbridge.content.ContentException;
import io.weighbridge.hub.HubException;
import io.weighbridge.inventory.InventoryException;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.scan.ScanException;
import io.weighbridge.signing.SigningException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The table of commands, and the one place where errors become a line and an exit code. */
public final class Commands {
  private Commands() {}

  /**
   * A row of the table.
   *
   * @param name as typed
   * @param summary a phrase for the list
   * @param make makes the command; nothing of it is loaded before
   */
  record Entry(String name, String summary, Supplier<Command> make) {}

  static final List<Entry> TABLE =
      List.of(
          new Entry("demo", "an attack against this machine, stopped", DemoCommand::new),
          new Entry("serve", "the gate: vetted models for every client", ServeCommand::new),
          new Entry("scan", "judge files, folders and models on a hub", ScanCommand::new),
          new Entry("vet", "everything known about a model, and the decision", VetCommand::new),
          new Entry("approve", "admit what waits for a person", SettleCommand::approve),
          new Entry("refuse", "refuse what waits, withdraw what is served", SettleCommand::refuse),
          new Entry("waive", "lift a block until a date", SettleCommand::waive),
          new Entry("compare", "what was changed in a model's weights", CompareCommand::new),
          new Entry("sign", "an OpenSSF model signature over every file", SignCommand::new),
          new Entry("verify", "are these the bytes, and who says so", VerifyCommand::new),
          new Entry("keys", "make, rotate and list signing keys", KeysCommand::new),
          new Entry("token", "who may do what at a server", TokenCommand::new),
          new Entry("ledger", "verify the record of decisions", LedgerCommand::new),
          new Entry("policy", "show, check or start a policy", PolicyCommand::new),
          new Entry("inventory", "every model that a code base names", InventoryCommand::new),
          new Entry("lint", "how models are loaded, and what is wrong with it", LintCommand::new),
          new Entry("check-name", "does a name imitate another?", CheckNameCommand::new),
          new Entry("rules", "every rule: what it means and what to do", RulesCommand::new),
          new Entry("help", "this, or the help of a command", HelpCommand::new));

  /** Runs one command line; never throws. */
  public static int run(List<String> words, Terminal terminal) {
    try {
      return dispatch(words, terminal);
    } catch (CliException
        | ContentException
        | InventoryException
        | RegistryException
        | ScanException
        | SigningException e) {
      return fail(terminal, e.getMessage());
    } catch (HubException e) {
      return fail(
          terminal,
          e.kind() == HubException.Kind.UNAVAILABLE
              ? e.getMessage() + " (check the network, the address and https_proxy)"
              : e.getMessage());
    } catch (OutOfMemoryError e) {
      return fail(
          terminal, "not enough memory; give it more, for example WEIGHBRIDGE_JAVA_OPTIONS=-Xmx4g");
    } catch (RuntimeException | StackOverflowError e) {
      if (System.getenv("WEIGHBRIDGE_DEBUG") != null) {
        e.printStackTrace(terminal.err());
      }
      return fail(
          terminal,
          "internal error: " + e + " (please report it; WEIGHBRIDGE_DEBUG=1 shows where)");
    }
  }

  private static int fail(Terminal terminal, @org.jspecify.annotations.Nullable String message) {
    terminal.progressDone();
    terminal.out().flush();
    if (AtExit.ending()) {
      return Command.WRONG_USE; // Ctrl-C took something away under the command: no news
    }
    terminal.err().println("weighbridge: " + TerminalText.safe(String.valueOf(message)));
    return Command.WRONG_USE;
  }

  private static int dispatch(List<String> words, Terminal terminal) {
    String name = words.isEmpty() ? "help" : words.getFirst();
    switch (name) {
      case "--version", "version" -> {
        terminal.out().println("weighbridge " + Version.VERSION);
        return Command.OK;
      }
      case "-h", "--help" -> name = "help";
      default -> {}
    }
    Command command = find(name).orElseThrow(unknown(name)).make().get();
    Arguments arguments =
        Arguments.parse(command.spec(), words.isEmpty() ? words : words.subList(1, words.size()));
    if (arguments.has("help")) {
      terminal.out().print(HelpCommand.text(command.spec(), terminal));
      return Command.OK;
    }
    return command.run(arguments, terminal);
  }

  static Optional<Entry> find(String name) {
    for (Entry entry : TABLE) {
      if (entry.name().equals(name)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  static Supplier<CliException> unknown(String name) {
    return () -> {
      String near =
          Nearest.of(name, TABLE.stream().map(Entry::name).toList())
              .map(known -> "; did you mean " + known + "?")
              .orElse("");
      return new CliException("no command \"" + name + '"' + near + " (see: weighbridge help)");
    };
  }
}
