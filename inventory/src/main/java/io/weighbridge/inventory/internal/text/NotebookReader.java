package io.weighbridge.inventory.internal.text;

import io.weighbridge.inventory.Kind;
import io.weighbridge.inventory.internal.Sink;
import io.weighbridge.inventory.internal.Text;
import io.weighbridge.inventory.internal.python.PythonReader;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Jupyter notebooks (nbformat 4), read line by line as Jupyter writes them, so that every reference
 * has a line and outputs of a hundred megabytes cost no memory; a notebook on one line is parsed.
 */
public final class NotebookReader {
  private final Text text;
  private final Sink sink;
  private final List<String> code = new ArrayList<>();
  private final List<Integer> codeLines = new ArrayList<>();
  private final List<String> prose = new ArrayList<>();
  private final List<Integer> proseLines = new ArrayList<>();

  private NotebookReader(Text text, Sink sink) {
    this.text = text;
    this.sink = sink;
  }

  /** Reads the cells; {@code links} is asked for the addresses in what they hold. */
  public static void read(Text text, Sink sink, BiConsumer<Text, Boolean> links) {
    var reader = new NotebookReader(text, sink);
    if (!reader.lines()) {
      reader.parsed();
    }
    reader.finish(links);
  }

  private boolean lines() {
    boolean isCode = false;
    boolean within = false;
    boolean shell = false;
    boolean any = false;
    for (int i = 0; i < text.count(); i++) {
      if (text.end(i) - text.start(i) > 20_000) {
        continue; // an image in an output
      }
      String line = text.lineText(i).strip();
      if (line.startsWith("\"cell_type\"")) {
        isCode = line.contains("\"code\"");
      } else if (line.startsWith("\"source\"") && line.endsWith("[")) {
        within = true;
        any = true;
        shell = false;
      } else if (within && line.startsWith("]")) {
        within = false;
      } else if (within) {
        Optional<String> source = decoded(line);
        if (source.isPresent()) {
          shell |= source.get().matches("(?s)%%(bash|sh|shell|script).*");
          add(isCode, shell, source.get(), i + 1);
        }
      }
    }
    return any;
  }

  private static Optional<String> decoded(String line) {
    String literal = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
    try {
      return Json.parse(literal).asText();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private void parsed() {
    try {
      for (Json cell : Json.parse(text.chars()).items("cells")) {
        boolean isCode = cell.text("cell_type").orElse("").equals("code");
        String source =
            cell.text("source")
                .orElseGet(
                    () ->
                        String.join(
                            "",
                            cell.items("source").stream()
                                .flatMap(s -> s.asText().stream())
                                .toList()));
        boolean shell = source.matches("(?s)%%(bash|sh|shell|script).*");
        source.lines().forEach(line -> add(isCode, shell, line, 1));
      }
    } catch (JsonException e) {
      // Not a notebook; its links were read like those of any text.
    }
  }

  private void add(boolean isCode, boolean shell, String source, int line) {
    String plain = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    String stripped = plain.strip();
    if (!isCode) {
      prose.add(plain);
      proseLines.add(line);
    } else if (shell
        || stripped.startsWith("!")
        || stripped.startsWith("%sx")
        || stripped.startsWith("%system")) {
      command(stripped.replaceFirst("^(!|%sx|%system)\\s*", ""), line);
      code.add("");
      codeLines.add(line);
    } else {
      code.add(stripped.startsWith("%") || stripped.startsWith("?") ? "" : plain);
      codeLines.add(line);
    }
  }

  private void command(String command, int line) {
    Text one = Text.lines(text.path(), Kind.NOTEBOOK, command, new int[] {line});
    new CommandReader(one, sink, false).read(0, command.length());
  }

  private void finish(BiConsumer<Text, Boolean> links) {
    Text cells = joined(code, codeLines);
    PythonReader.read(cells, sink, false);
    links.accept(cells, false);
    Text words = joined(prose, proseLines);
    DocumentReader.read(words, sink);
    links.accept(words, true);
  }

  private Text joined(List<String> lines, List<Integer> numbers) {
    return Text.lines(
        text.path(),
        Kind.NOTEBOOK,
        String.join("\n", lines),
        numbers.stream().mapToInt(Integer::intValue).toArray());
  }
}
