package io.weighbridge.cli.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.inventory.InventoryReport;
import io.weighbridge.inventory.Lint;
import io.weighbridge.inventory.LintFinding;
import io.weighbridge.inventory.LintFormat;
import io.weighbridge.inventory.Patch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code weighbridge lint DIR}: what goes around the gate, is not pinned, or runs code. */
final class LintCommand implements Command {
  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "lint",
        "DIR",
        1,
        1,
        """
        Judges how a tree of files uses models: hubs reached past the gate, revisions that can change,
        calls that run what they load, names that imitate others; with --registry also models that the
        server refused or does not know. "weighbridge rules lint/" lists the rules.
        --fix writes a patch (git apply takes it) for safe flags, and with --pins and --gate for
        revisions and addresses. Nothing is changed in the tree.
        Exit code 1 when something at or above --fail-on was found.\
        """,
        List.of(
            Option.choice(
                "format", List.of("text", "json", "sarif"), "how the result is written (text)"),
            CommonOptions.OUTPUT,
            CommonOptions.QUIET,
            Option.choice(
                "fail-on",
                List.of("info", "suspicious", "malicious"),
                "exit 1 from this severity on (suspicious)"),
            Option.value("fix", "FILE", "write the patch there"),
            Option.value(
                "pins", "FILE", "lines \"model commit\": the commit ids that --fix writes"),
            Option.value("gate", "ADDRESS", "what --fix writes for the public hub's address"),
            Option.flag("registry", "ask the server how each model stands"),
            CommonOptions.URL,
            CommonOptions.TOKEN_FILE,
            InventoryCommand.VENDORED,
            InventoryCommand.CACHE),
        List.of(
            "weighbridge lint .",
            "weighbridge lint --format sarif --output lint.sarif .",
            "weighbridge lint --fix models.patch --pins pins.txt . ; git apply models.patch"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    Lint.Knowledge knowledge =
        new Lint.Knowledge(
            arguments.value("gate").map(LintCommand::address),
            arguments.value("pins").map(LintCommand::pins).orElse(Map.of()),
            arguments.has("registry")
                ? Optional.of(Standings.of(ServerClient.of(arguments, System.getenv())))
                : Optional.empty());
    InventoryReport report = InventoryCommand.take(arguments, terminal);
    List<LintFinding> findings = Lint.of(report, knowledge);
    if (arguments.value("fix").isPresent()) {
      String patch = Patch.of(Path.of(arguments.operands().getFirst()), findings);
      try {
        Files.writeString(Path.of(arguments.value("fix").get()), patch);
      } catch (IOException e) {
        throw new CliException(
            "cannot write " + arguments.value("fix").get() + ": " + Reasons.of(e), e);
      }
      terminal.note(
          patch.isEmpty()
              ? "nothing that --fix can mend"
              : "patch written; apply it with: git apply " + arguments.value("fix").get());
    }
    LintFormat format = LintFormat.named(arguments.value("format", "text")).orElseThrow();
    Output.write(arguments, terminal, format.write(findings, report, Version.VERSION));
    String from = arguments.value("fail-on", "suspicious").toUpperCase(Locale.ROOT);
    return findings.stream()
            .anyMatch(
                finding ->
                    finding
                            .rule()
                            .severity()
                            .compareTo(io.weighbridge.evidence.Severity.valueOf(from))
                        >= 0)
        ? FOUND
        : OK;
  }

  private static String address(String text) {
    if (!text.matches("https?://[A-Za-z0-9.:\\[\\]_-]+(/[A-Za-z0-9._/-]*)?")) {
      throw new CliException(
          "lint: --gate is an address such as https://models.example.org, not \""
              + TerminalText.safe(text)
              + '"');
    }
    return text.replaceFirst("/+$", "");
  }

  private static Map<String, String> pins(String file) {
    var pins = new HashMap<String, String>();
    try {
      int number = 0;
      for (String line : Files.readAllLines(Path.of(file))) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        String[] words = line.strip().split("\\s+");
        if (words.length != 2
            || ModelId.parse(words[0]).isEmpty()
            || !words[1].matches("[0-9a-f]{40}")) {
          throw new CliException(
              file + ":" + number + ": a line is a model and its full commit id");
        }
        pins.put(words[0], words[1]);
      }
    } catch (IOException e) {
      throw new CliException("cannot read " + file + ": " + Reasons.of(e), e);
    }
    return pins;
  }
}
