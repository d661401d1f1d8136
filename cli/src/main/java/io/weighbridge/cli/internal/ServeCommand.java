package io.weighbridge.cli.internal;

import io.weighbridge.registry.RegistryConfig;
import io.weighbridge.registry.RegistryServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;

/** {@code weighbridge serve}: the gate, until it is told to stop. */
final class ServeCommand implements Command {

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "serve",
        "",
        0,
        0,
        """
        Serves vetted models to every Hugging Face client, and the console. Without a configuration:
        on 127.0.0.1:8080, before huggingface.co, with the standard policy, data in
        ./weighbridge-data. docs/serve.md explains each setting. Ctrl-C stops it.\
        """,
        List.of(
            Option.value("config", "FILE", "weighbridge.yaml; the options below win over it"),
            Option.value("listen", "ADDRESS:PORT", "where to listen (127.0.0.1:8080)"),
            Option.value("data", "FOLDER", "where everything is kept (./weighbridge-data)"),
            CommonOptions.POLICY,
            CommonOptions.QUIET),
        List.of(
            "weighbridge serve",
            "weighbridge serve --listen 127.0.0.1:9000 --data /srv/weighbridge",
            "weighbridge serve --config weighbridge.yaml"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    Logs.to(terminal.err(), Level.INFO);
    RegistryConfig config = config(arguments);
    try (var atExit = new AtExit()) {
      RegistryServer server = atExit.add(RegistryServer.start(config));
      if (!arguments.has("quiet")) {
        terminal.out().println("weighbridge " + Version.VERSION + " serves " + server.url());
        terminal.out().println("  console  " + server.url() + "/console/");
        terminal.out().println("  clients  export HF_ENDPOINT=" + server.url());
        terminal.out().flush();
      }
      remarks(server, terminal);
      new CountDownLatch(1).await(); // until a signal ends the process; AtExit closes the server
      return OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OK;
    }
  }

  /** What an operator should know at the start. */
  private static void remarks(RegistryServer server, Terminal terminal) {
    if (server.open()) {
      terminal.note(
          "open to every program on this machine: nobody is asked for a token on loopback"
              + " (require-token: true asks)");
    }
    if (server.newAdminToken().isPresent()) {
      Path file = server.newAdminToken().get();
      terminal.note("the first admin token is in " + file);
    }
  }

  private static RegistryConfig config(Arguments arguments) {
    RegistryConfig config =
        arguments
            .value("config")
            .map(file -> RegistryConfig.load(Path.of(file)))
            .orElseGet(() -> RegistryConfig.standard(Path.of("weighbridge-data")));
    if (arguments.value("listen").isPresent()) {
      String text = arguments.value("listen").get();
      InetSocketAddress address =
          RegistryConfig.parseAddress(text)
              .orElseThrow(
                  () ->
                      new CliException(
                          "serve: --listen is address:port, such as 127.0.0.1:8080, not \""
                              + text
                              + '"'));
      config = config.withListen(address);
    }
    if (arguments.value("data").isPresent()) {
      config = config.withData(Path.of(arguments.value("data").get()));
    }
    if (arguments.value("policy").isPresent()) {
      String file = arguments.value("policy").get();
      Policies.read(file);
      config = config.withPolicy(Path.of(file));
    }
    return config;
  }
}
