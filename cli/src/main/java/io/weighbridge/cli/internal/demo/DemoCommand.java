package io.weighbridge.cli.internal.demo;

import io.weighbridge.cli.internal.Arguments;
import io.weighbridge.cli.internal.AtExit;
import io.weighbridge.cli.internal.CliException;
import io.weighbridge.cli.internal.Command;
import io.weighbridge.cli.internal.CommandSpec;
import io.weighbridge.cli.internal.Logs;
import io.weighbridge.cli.internal.Option;
import io.weighbridge.cli.internal.TemporaryFolder;
import io.weighbridge.cli.internal.Terminal;
import io.weighbridge.registry.RegistryConfig;
import io.weighbridge.registry.RegistryConfig.UpstreamConfig;
import io.weighbridge.registry.RegistryServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;

/**
 * {@code weighbridge demo}: the battlecard's attack against this machine, stopped. Everything is on
 * loopback and in one temporary folder, and gone when it ends.
 */
public final class DemoCommand implements Command {
  /** In the order in which they are played. */
  private static final List<Act> ACTS =
      List.of(
          new CopiedName(),
          new Weighing(),
          new Refusal(),
          new GenuineModel(),
          new GenuinePassport(),
          new InstalledScanners());

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "demo",
        "",
        0,
        0,
        """
        Plays a supply-chain attack against this machine, and stops it: a hub with a poisoned
        look-alike of a well-known model, a gate before the hub, and a client that pulls both. The
        payload is harmless in every case, nothing leaves loopback, and nothing stays behind.
        It stays up for a look at the console, until Enter or Ctrl-C.\
        """,
        List.of(
            Option.flag("exit", "end after the last act, for scripts"),
            Option.flag("own-client", "pull with our own client, huggingface_hub or not")),
        List.of("weighbridge demo", "weighbridge demo --exit"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    Logs.to(terminal.err(), Level.SEVERE);
    try (var atExit = new AtExit()) {
      Path folder = atExit.add(TemporaryFolder.create("weighbridge-demo")).path();
      Path models = folder(folder, "hub");
      Path work = folder(folder, "developer");
      terminal
          .out()
          .println(
              terminal.bold("weighbridge demo")
                  + "  a hub with a poisoned model, a gate before it, a developer behind it:"
                  + " all on this machine");
      DemoModels.write(models);
      AttackersHub hub = atExit.add(hub(models));
      RegistryServer gate = atExit.add(gate(folder.resolve("gate"), hub));
      Stage stage =
          atExit.add(
              Stage.of(
                  gate.url(),
                  hub.address(),
                  models,
                  work,
                  arguments.has("own-client") ? new OwnClient() : DemoClient.installed(work),
                  terminal));
      int number = 0;
      for (Act act : ACTS) {
        if (act.hasStage()) {
          stage.heading(++number, act.title());
          act.play(stage);
        }
      }
      terminal.out().println();
      terminal.out().println("   The gate's console: " + terminal.bold(gate.url() + "/console/"));
      terminal.out().flush();
      if (!arguments.has("exit")) {
        waitForEnter(terminal);
      }
      return OK;
    }
  }

  private static Path folder(Path parent, String name) {
    try {
      return Files.createDirectories(parent.resolve(name));
    } catch (IOException e) {
      throw new CliException("demo: cannot write to " + parent + ": " + e.getMessage(), e);
    }
  }

  private static AttackersHub hub(Path models) {
    try {
      return AttackersHub.start(models, Instant.now());
    } catch (IOException e) {
      throw new CliException("demo: no free port on loopback: " + e.getMessage(), e);
    }
  }

  private static RegistryServer gate(Path data, AttackersHub hub) {
    return RegistryServer.start(
        RegistryConfig.standard(data)
            .withListen(new InetSocketAddress("127.0.0.1", 0))
            .withUpstreams(List.of(UpstreamConfig.hub("public-hub", hub.address()))));
  }

  private static void waitForEnter(Terminal terminal) {
    terminal.out().println("   Enter or Ctrl-C ends the demo and removes everything it made.");
    terminal.out().flush();
    try {
      int read = System.in.read();
      while (read >= 0 && read != '\n') {
        read = System.in.read();
      }
    } catch (IOException e) {
      throw new CliException("demo: cannot read standard input: " + e.getMessage(), e);
    }
  }
}
