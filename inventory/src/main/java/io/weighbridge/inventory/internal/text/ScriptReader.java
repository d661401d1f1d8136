package io.weighbridge.inventory.internal.text;

import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.Kind;
import io.weighbridge.inventory.internal.Claim;
import io.weighbridge.inventory.internal.Sink;
import io.weighbridge.inventory.internal.Text;
import io.weighbridge.inventory.internal.text.Words.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shell scripts, Dockerfiles (reference: Dockerfile), ollama's Modelfiles. */
public final class ScriptReader {
  private static final Pattern EXEC = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");

  private ScriptReader() {}

  public static void read(Text text, Sink sink) {
    switch (text.kind()) {
      case DOCKERFILE -> dockerfile(text, sink);
      case MODELFILE -> modelfile(text, sink);
      default -> new CommandReader(text, sink, false).read(0, text.chars().length());
    }
  }

  private static void dockerfile(Text text, Sink sink) {
    var commands = new CommandReader(text, sink, false);
    for (int i = 0; i < text.count(); i++) {
      String line = text.lineText(i).strip();
      int last = i;
      while (last + 1 < text.count()
          && (text.lineText(last).stripTrailing().endsWith("\\")
              || last > i && text.lineText(last).strip().startsWith("#"))) {
        last++;
      }
      Matcher heredoc = Pattern.compile("<<[-~]?[\"']?([A-Za-z_]+)[\"']?").matcher(line);
      if (line.regionMatches(true, 0, "RUN", 0, 3) && heredoc.find()) {
        while (last + 1 < text.count() && !text.lineText(last).strip().equals(heredoc.group(1))) {
          last++;
        }
      }
      if (!line.startsWith("#") && !line.isEmpty()) {
        instruction(text, commands, i, last);
      }
      i = last;
    }
  }

  private static void instruction(Text text, CommandReader commands, int first, int last) {
    int from = text.start(first);
    int to = text.end(last);
    String body = text.chars().substring(from, to);
    Matcher exec =
        Pattern.compile("^\\s*(CMD|ENTRYPOINT|RUN|SHELL)\\s+\\[", Pattern.CASE_INSENSITIVE)
            .matcher(body);
    if (exec.find()) {
      var words = new ArrayList<Word>();
      Matcher quoted = EXEC.matcher(body);
      while (quoted.find()) {
        String word = quoted.group(1);
        words.add(new Word(word, from + quoted.start()));
        if (word.indexOf(' ') > 0) {
          commands.read(from + quoted.start() + 1, from + quoted.end() - 1);
        }
      }
      commands.command(words);
      return;
    }
    Matcher environment =
        Pattern.compile("^\\s*(ENV|ARG)\\s+", Pattern.CASE_INSENSITIVE).matcher(body);
    if (environment.find()) {
      environment(commands, text, from + environment.end(), to);
      return;
    }
    Matcher instruction = Pattern.compile("^\\s*[A-Za-z]+\\s+").matcher(body);
    boolean shell =
        body.stripLeading().regionMatches(true, 0, "RUN", 0, 3)
            || body.stripLeading().regionMatches(true, 0, "CMD", 0, 3)
            || body.stripLeading().regionMatches(true, 0, "ENTRYPOINT", 0, 10);
    if (shell && instruction.find()) {
      commands.read(from + instruction.end(), to);
    }
  }

  private static void environment(CommandReader commands, Text text, int from, int to) {
    for (List<Word> words : Words.commands(text.chars(), from, to)) {
      boolean old = words.size() == 2 && words.getFirst().text().indexOf('=') < 0;
      if (old) { // ENV NAME value
        commands.variable(words.getFirst().text(), words.get(1).text());
        commands.setting(words.get(1).at(), words.getFirst().text(), words.get(1).text());
      } else {
        commands.command(words);
      }
    }
  }

  private static void modelfile(Text text, Sink sink) {
    for (int i = 0; i < text.count(); i++) {
      String[] words = text.lineText(i).strip().split("\\s+", 3);
      boolean names =
          words.length > 1
              && (words[0].equalsIgnoreCase("FROM") || words[0].equalsIgnoreCase("ADAPTER"));
      if (names) {
        sink.claim(
            text,
            Claim.load(
                text.start(i),
                words[1],
                Hub.OLLAMA,
                Claim.ANY,
                "Modelfile " + words[0].toUpperCase(java.util.Locale.ROOT)));
      }
    }
  }

  static boolean isShellBlock(String language) {
    return language.matches("(?i)bash|sh|shell|console|zsh|shell-session|cmd|powershell|terminal");
  }

  static boolean isPythonBlock(String language) {
    return language.matches(
        "(?i)py|python|python3|pycon|py3|ipython|ipython3|jupyter|\\{code-cell}");
  }

  /** The kind of file that a code block of a document would be. */
  static Kind kind(String language) {
    return switch (language.toLowerCase(java.util.Locale.ROOT)) {
      case "js", "javascript", "ts", "typescript", "jsx", "tsx" -> Kind.JAVASCRIPT;
      default -> Kind.TEXT;
    };
  }
}
