package io.weighbridge.cli.internal;

import io.weighbridge.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code weighbridge token …}: who may do what at a running server. */
final class TokenCommand implements Command {
  private static final Option ROLE =
      Option.choice(
          "role", List.of("reader", "reviewer", "admin"), "what a new token may do (reader)");
  private static final Option SECRET =
      Option.value("secret-file", "FILE", "holds your own token of that upstream");

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "token",
        "add NAME|list|revoke ID|upstream NAME",
        1,
        2,
        """
        add       makes a token of the gate and prints it, this once (admin)
        list      lists the tokens in force (admin)
        revoke    ends one (admin)
        upstream  registers your own token of an upstream, so that you may pull the gated models
                  that you may read there; without --secret-file it is forgotten
        Needs a running server. readers pull, reviewers also settle, admins also make tokens.\
        """,
        List.of(ROLE, SECRET, CommonOptions.URL, CommonOptions.TOKEN_FILE, CommonOptions.FORMAT),
        List.of(
            "weighbridge token add ci --token-file weighbridge-data/secrets/admin-token",
            "weighbridge token upstream huggingface --secret-file ~/.cache/huggingface/token"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    List<String> words = arguments.operands();
    ServerClient server = ServerClient.of(arguments, System.getenv());
    ServerClient.Answer answer =
        switch (words.getFirst()) {
          case "add" ->
              server.call(
                  "POST",
                  "tokens",
                  Json.object()
                      .put("name", second(words, "a name"))
                      .put("role", arguments.value("role", "reader"))
                      .build());
          case "list" -> server.call("GET", "tokens", Json.Null.NULL);
          case "revoke" -> server.call("DELETE", "tokens/" + id(words), Json.Null.NULL);
          case "upstream" -> server.call("POST", "upstream-token", upstream(arguments));
          default ->
              throw new CliException(
                  "token: add, list, revoke or upstream, not \"" + words.getFirst() + '"');
        };
    if (!answer.good()) {
      throw new CliException(answer.error());
    }
    Output.write(
        arguments,
        terminal,
        CommonOptions.isJson(arguments)
            ? answer.body().writePretty()
            : text(words.getFirst(), answer.body()));
    return OK;
  }

  private static String second(List<String> words, String what) {
    if (words.size() < 2) {
      throw new CliException(
          "token: " + words.getFirst() + " needs " + what + " (see: weighbridge token --help)");
    }
    return words.get(1);
  }

  private static String id(List<String> words) {
    String id = second(words, "the id that `weighbridge token list` shows");
    if (!id.matches("[0-9]{1,18}")) {
      throw new CliException("token: revoke takes the id that `weighbridge token list` shows");
    }
    return id;
  }

  private static Json upstream(Arguments arguments) {
    var body = Json.object().put("upstream", second(arguments.operands(), "the upstream's name"));
    arguments
        .value("secret-file")
        .ifPresent(
            file -> {
              try {
                body.put("token", Files.readString(Path.of(file)).strip());
              } catch (IOException e) {
                throw new CliException("cannot read " + file + ": " + Reasons.of(e), e);
              }
            });
    return body.build();
  }

  private static String text(String what, Json body) {
    return switch (what) {
      case "add" -> body.text("token").orElse("") + "\n";
      case "list" -> {
        var lines = new StringBuilder();
        for (Json token : body.items("tokens")) {
          lines.append(
              TerminalText.safe(
                  String.format(
                      "%6d  %-9s %-24s %s",
                      token.number("id").orElse(0),
                      token.text("role").orElse(""),
                      token.text("name").orElse(""),
                      token.text("created").orElse(""))));
          lines.append('\n');
        }
        yield lines.toString();
      }
      case "revoke" -> "revoked\n";
      default -> body.bool("registered").orElse(false) ? "registered\n" : "forgotten\n";
    };
  }
}
