package io.weighbridge.cli.internal;

import io.weighbridge.hub.HttpUpstream;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.json.Json;
import io.weighbridge.sourcing.NameIndex;
import io.weighbridge.sourcing.Resemblance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** {@code weighbridge check-name}: does a name imitate another? */
final class CheckNameCommand implements Command {
  private static final int MOST_POPULAR = 1_000;

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "check-name",
        "NAME…",
        1,
        Integer.MAX_VALUE,
        """
        Says whether a model's name looks like that of a well-known one, and how: a letter more or
        less, another publisher, other word order. Asks nobody: the names are built in.
        With --files the operands are files, and every namespace/name in their text is held against
        the known ones; only look-alikes are told, with file and line (for CI and pre-commit).
        Exit code 1 when one looks like a known name.\
        """,
        List.of(
            Option.flag("files", "look for names in the text of these files"),
            Option.value("names", "FILE", "protect these names too, one a line"),
            Option.flag("popular", "protect the hub's most pulled models too (asks HF_ENDPOINT)"),
            CommonOptions.FORMAT,
            CommonOptions.OUTPUT,
            CommonOptions.QUIET),
        List.of(
            "weighbridge check-name qa-tutorials/distilbert-base-uncased-finetuned-sqad",
            "weighbridge check-name --files app.py config.yaml",
            "weighbridge check-name --format json google-bert/bert-base-uncased"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    NameIndex names = names(arguments, terminal);
    return arguments.has("files")
        ? inFiles(names, arguments, terminal)
        : named(names, arguments, terminal);
  }

  private static NameIndex names(Arguments arguments, Terminal terminal) {
    NameIndex names = NameIndex.standard();
    arguments.value("names").ifPresent(file -> names.addAll(read(Path.of(file))));
    if (arguments.has("popular")) {
      try (HttpUpstream hub = RemoteTarget.hub()) {
        terminal.progress("asking " + hub.name() + " for its most pulled models");
        var _ = names.addPopular(hub.search(ModelQuery.popular(MOST_POPULAR)), Instant.now());
      } finally {
        terminal.progressDone();
      }
    }
    return names;
  }

  private static List<ModelId> read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split("\t", 2)[0].strip())
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(
              line ->
                  ModelId.parse(line)
                      .orElseThrow(
                          () ->
                              new CliException(
                                  "check-name: " + file + " holds no model name: \"" + line + '"')))
          .toList();
    } catch (IOException e) {
      throw new CliException("check-name: cannot read " + file + ": " + Reasons.of(e), e);
    }
  }

  /** Each name once for each place; told in the order of the files. */
  private static int inFiles(NameIndex names, Arguments arguments, Terminal terminal) {
    var lines = new StringBuilder();
    var answers = new ArrayList<Json>();
    var known = new HashMap<ModelId, Optional<Resemblance>>();
    for (String operand : arguments.operands()) {
      for (NamesInText.Place place : NamesInText.in(Path.of(operand))) {
        Optional<Resemblance> alike =
            known
                .computeIfAbsent(place.id(), names::resembles)
                .filter(found -> !found.informational());
        if (alike.isPresent()) {
          lines
              .append(TerminalText.safe(place.place()))
              .append(": ")
              .append(sentence(names, place.id(), alike, terminal))
              .append('\n');
          answers.add(
              Json.object()
                  .put("place", place.place())
                  .put("name", place.id().toString())
                  .put("known", false)
                  .put("resembles", alike.get().toJson())
                  .build());
        }
      }
    }
    Output.write(
        arguments,
        terminal,
        CommonOptions.isJson(arguments) ? Json.array(answers).writePretty() : lines.toString());
    return answers.isEmpty() ? OK : FOUND;
  }

  private static int named(NameIndex names, Arguments arguments, Terminal terminal) {
    boolean found = false;
    var lines = new StringBuilder();
    var answers = new ArrayList<Json>();
    for (String operand : arguments.operands()) {
      ModelId id =
          ModelId.parse(operand)
              .orElseThrow(
                  () -> new CliException("check-name: not a model name: \"" + operand + '"'));
      Optional<Resemblance> resemblance = names.resembles(id);
      found |= resemblance.map(alike -> !alike.informational()).orElse(false);
      lines.append(sentence(names, id, resemblance, terminal)).append('\n');
      answers.add(
          Json.object()
              .put("name", id.toString())
              .put("known", names.contains(id))
              .put("resembles", resemblance.map(Resemblance::toJson).orElse(Json.Null.NULL))
              .build());
    }
    Output.write(
        arguments,
        terminal,
        CommonOptions.isJson(arguments) ? Json.array(answers).writePretty() : lines.toString());
    return found ? FOUND : OK;
  }

  private static String sentence(
      NameIndex names, ModelId id, Optional<Resemblance> resemblance, Terminal terminal) {
    if (resemblance.isPresent()) {
      Resemblance alike = resemblance.get();
      String word = alike.informational() ? terminal.yellow("copy") : terminal.red("look-alike");
      return word + "  " + id + ": " + TerminalText.safe(alike.explanation());
    }
    return names.contains(id)
        ? terminal.green("known") + "  " + id + " is a well-known name itself"
        : terminal.green("no likeness")
            + "  "
            + id
            + " looks like none of "
            + names.size()
            + " well-known names";
  }
}
