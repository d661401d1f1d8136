package io.weighbridge.cli.internal;

import io.weighbridge.inventory.Inventory;
import io.weighbridge.inventory.InventoryFormat;
import io.weighbridge.inventory.InventoryReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code weighbridge inventory DIR}: which models a code base names, and where. */
final class InventoryCommand implements Command {
  static final Option VENDORED =
      Option.flag("vendored", "read installed packages too (node_modules, site-packages, venv)");
  static final Option CACHE =
      Option.value(
          "cache", "FILE", "remember what was read there: the next run reads what changed");

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "inventory",
        "DIR",
        1,
        1,
        """
        Finds every model that a tree of files names: in Python and notebooks, JavaScript, Java, Go,
        Rust and C++, shell, image builds, manifests, CI, settings and documents; and files of models,
        by their bytes. With each: file and line, hub, revision, loader, its safety flags, owner
        (CODEOWNERS). Runs nothing of what it reads. DIR may be the https:// or file:// address of a
        git repository: its newest commit is fetched into a temporary folder, without hooks, submodules
        and large files.\
        """,
        List.of(
            Option.choice(
                "format",
                List.of("text", "json", "csv", "html"),
                "how the result is written (text)"),
            CommonOptions.OUTPUT,
            CommonOptions.QUIET,
            VENDORED,
            CACHE,
            Option.flag(
                "registry", "compare with the server: tracked, waiting, refused, untracked"),
            CommonOptions.URL,
            CommonOptions.TOKEN_FILE),
        List.of(
            "weighbridge inventory .",
            "weighbridge inventory --format csv --output models.csv .",
            "weighbridge inventory --cache .inventory.cache --format json ."));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    InventoryReport report = take(arguments, terminal);
    if (arguments.has("registry")) {
      report = report.comparedWith(Standings.of(ServerClient.of(arguments, System.getenv())));
    }
    InventoryFormat format = InventoryFormat.named(arguments.value("format", "text")).orElseThrow();
    Output.write(arguments, terminal, format.write(report));
    return OK;
  }

  static InventoryReport take(Arguments arguments, Terminal terminal) {
    Inventory.Options options = Inventory.Options.STANDARD.withVendored(arguments.has("vendored"));
    if (arguments.value("cache").isPresent()) {
      options = options.withCache(Path.of(arguments.value("cache").get()));
    }
    var read = new AtomicInteger();
    String where = arguments.operands().getFirst();
    if (GitCheckout.isAddress(where)) {
      try (GitCheckout checkout = GitCheckout.of(where, terminal)) {
        return Inventory.of(checkout.path(), options)
            .take(path -> terminal.progress("reading " + read.incrementAndGet() + " " + path))
            .named(where);
      }
    }
    return Inventory.of(Path.of(where), options)
        .take(path -> terminal.progress("reading " + read.incrementAndGet() + " " + path));
  }
}
