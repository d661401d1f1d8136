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

/**
 * Settings of any syntax that writes a key before its value on a line: YAML with and without
 * templates in it, TOML, JSON, HCL, properties, {@code .env}. Command lines in them are put
 * together from lists, and from blocks.
 */
public final class SettingsReader {
  private static final Pattern PAIR =
      Pattern.compile(
          "^\\s*(?:-\\s+)?(?:export\\s+)?[\"']?([A-Za-z_][A-Za-z0-9_.-]*)[\"']?\\s*(?::=|[:=])\\s*(.*)$");
  private static final Pattern INLINE =
      Pattern.compile("[\"']([A-Za-z_][A-Za-z0-9_.-]*)[\"']\\s*[:=]\\s*[\"']([^\"'\\s]+)[\"']");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"|'([^']*+)'");
  private static final Pattern ITEM = Pattern.compile("^(\\s*)-\\s+(.*)$");

  private final Text text;
  private final Sink sink;
  private final CommandReader commands;
  private String name = "";
  private String listKey = "";
  private final List<Word> list = new ArrayList<>();

  private SettingsReader(Text text, Sink sink) {
    this.text = text;
    this.sink = sink;
    this.commands = new CommandReader(text, sink, false);
  }

  public static void read(Text text, Sink sink) {
    new SettingsReader(text, sink).read();
  }

  private void read() {
    for (int i = 0; i < text.count(); i++) {
      String line = text.lineText(i);
      String stripped = line.strip();
      if (stripped.isEmpty()
          || stripped.startsWith("#")
          || stripped.startsWith("//")
          || line.length() > 4000) {
        continue;
      }
      Matcher pair = PAIR.matcher(line);
      if (pair.matches()) {
        flush();
        i = pair(i, pair, line);
        continue;
      }
      Matcher item = ITEM.matcher(line);
      if (item.matches()) {
        i = item(i, item, line);
      } else {
        loose(i, line);
      }
    }
    flush();
  }

  private int pair(int index, Matcher pair, String line) {
    String key = pair.group(1);
    String raw = pair.group(2).strip();
    int at = text.start(index) + Math.max(0, pair.start(2));
    if (raw.startsWith("|") || raw.startsWith(">")) {
      return block(index, line);
    }
    if (raw.matches("<<[-~]?[A-Z]+")) {
      return index; // a heredoc's lines are read as they come
    }
    if (raw.startsWith("[") || raw.startsWith("{")) {
      listKey = key;
      words(at, raw);
      inline(index, line);
      if (!raw.endsWith("]")) {
        return index;
      }
      flush();
      return index;
    }
    listKey = key;
    String value = value(raw);
    if (value.isEmpty()) {
      return index;
    }
    if (key.equals("value") && !name.isEmpty()) {
      setting(at, name, value);
    } else {
      setting(at, key, value);
    }
    name = key.equals("name") ? value : "";
    if (value.indexOf(' ') > 0) {
      int from = at + raw.indexOf(value);
      commands.read(from, from + value.length());
    }
    inline(index, line);
    return index;
  }

  private void setting(int at, String key, String value) {
    String filled = Words.filled(value, java.util.Map.of());
    boolean storage = key.equalsIgnoreCase("storageUri") || filled.startsWith("hf://");
    if (storage) {
      sink.claim(text, Claim.load(at, filled, Hub.HUGGINGFACE, Claim.LEGACY, key));
    } else if (key.equals("modelURL")
        || key.equals("_name_or_path")
        || key.equals("base_model")
        || key.equals("base_model_name_or_path")) {
      sink.claim(text, Claim.name(at, filled, Claim.LEGACY, key));
    } else {
      commands.setting(at, key, filled);
    }
    commands.variable(key, filled);
  }

  private static String value(String raw) {
    Matcher quoted = QUOTED.matcher(raw);
    if (quoted.lookingAt()) {
      return quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
    }
    int comment = raw.indexOf(" #");
    return (comment < 0 ? raw : raw.substring(0, comment)).strip().replaceFirst("[,;]$", "");
  }

  /** A block scalar: a script. */
  private int block(int index, String line) {
    int indent = indent(line);
    int last = index;
    while (last + 1 < text.count()) {
      String next = text.lineText(last + 1);
      if (!next.isBlank() && indent(next) <= indent) {
        break;
      }
      last++;
    }
    if (last > index) {
      commands.read(text.start(index + 1), text.end(last));
    }
    return last;
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }

  /** An item: a word of a command, a line of a script, or a model of a list. */
  private int item(int index, Matcher item, String line) {
    String raw = item.group(2).strip();
    int at = text.start(index) + item.start(2);
    if (raw.startsWith("|") || raw.startsWith(">")) {
      flush();
      return block(index, line);
    }
    String value = value(raw);
    Matcher assigned = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(\\S+)").matcher(value);
    if (assigned.matches()) {
      setting(at, assigned.group(1), assigned.group(2));
    } else if (value.indexOf(' ') > 0) {
      int from = at + Math.max(0, raw.indexOf(value));
      commands.read(from, from + value.length());
    } else {
      list.add(new Word(Words.filled(value, java.util.Map.of()), at));
    }
    return index;
  }

  /** A line without a key: items of an array over several lines, or commands of a heredoc. */
  private void loose(int index, String line) {
    if (line.strip().startsWith("\"") || line.strip().startsWith("'")) {
      words(text.start(index), line);
      inline(index, line);
    } else if (text.kind() == Kind.TERRAFORM || text.kind() == Kind.CI) {
      commands.read(text.start(index), text.end(index));
    }
  }

  private void words(int at, String raw) {
    Matcher quoted = QUOTED.matcher(raw);
    while (quoted.find() && list.size() < 2000) {
      String word = quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
      if (word.indexOf(' ') > 0 && word.indexOf('(') < 0) {
        commands.read(at + quoted.start() + 1, at + quoted.end() - 1);
      }
      list.add(new Word(word, at + quoted.start()));
    }
  }

  /** Pairs further along the line: {@code {"model": "…", "revision": "…"}}. */
  private void inline(int index, String line) {
    Matcher pairs = INLINE.matcher(line);
    while (pairs.find()) {
      setting(text.start(index) + pairs.start(2) - 1, pairs.group(1), pairs.group(2));
    }
  }

  /** What was gathered is a command line, or a list of models. */
  private void flush() {
    if (!list.isEmpty()) {
      if (list.stream()
              .anyMatch(
                  word ->
                      word.text().startsWith("-")
                          || word.text().contains("serve")
                          || word.text().contains("pull"))
          || listKey.matches("(?i)command|args|entrypoint|cmd")) {
        commands.command(list);
      } else {
        list.forEach(
            word -> sink.claim(text, Claim.name(word.at(), word.text(), Claim.WEAK, listKey)));
      }
      list.clear();
    }
  }
}
