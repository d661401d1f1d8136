package io.weighbridge.inventory.internal.text;

import io.weighbridge.inventory.Kind;
import io.weighbridge.inventory.Use;
import io.weighbridge.inventory.internal.Claim;
import io.weighbridge.inventory.internal.Sink;
import io.weighbridge.inventory.internal.Text;
import io.weighbridge.inventory.internal.python.PythonReader;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markdown, reStructuredText and HTML: the code blocks that people copy, and a card's front matter.
 */
public final class DocumentReader {
  private static final Pattern DIRECTIVE =
      Pattern.compile("^(\\s*)\\.\\. (?:code-block|code|sourcecode|prompt)::\\s*(\\S*)\\s*.*$");
  private static final Pattern INLINE =
      Pattern.compile("`([A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95})`");
  private static final Pattern BASE =
      Pattern.compile("^\\s*(?:-\\s+|base_model:\\s*)[\"']?([A-Za-z0-9._/-]+)[\"']?\\s*$");

  private final Text text;
  private final Sink sink;
  private final StringBuilder python;
  private final CommandReader commands;

  private DocumentReader(Text text, Sink sink) {
    this.text = text;
    this.sink = sink;
    this.python = new StringBuilder(text.chars().length());
    this.commands = new CommandReader(text, sink, true);
  }

  public static void read(Text text, Sink sink) {
    new DocumentReader(text, sink).read();
  }

  private void read() {
    int from = 0;
    if (text.kind() == Kind.MARKDOWN) {
      from = frontMatter();
    }
    if (text.kind() == Kind.HTML) {
      preformatted();
    } else {
      blocks(from);
    }
  }

  /** Model cards: {@code base_model:} in YAML between two lines of dashes. */
  private int frontMatter() {
    if (text.count() < 3 || !text.lineText(0).strip().equals("---")) {
      return 0;
    }
    boolean base = false;
    for (int i = 1; i < text.count() && i < 500; i++) {
      String line = text.lineText(i);
      if (line.strip().equals("---")) {
        return i + 1;
      }
      base = line.startsWith("base_model:") || base && line.strip().startsWith("-");
      Matcher model = BASE.matcher(line);
      if (base && model.matches()) {
        sink.claim(text, Claim.name(text.start(i), model.group(1), Claim.LEGACY, "base_model"));
      }
    }
    return 0;
  }

  private void blocks(int from) {
    String language = "";
    String fence = "";
    int indent = -1;
    boolean any = false;
    for (int i = 0; i < text.count(); i++) {
      String line = text.lineText(i);
      String stripped = line.strip();
      boolean python = false;
      if (i < from) {
        fence = "";
      } else if (!fence.isEmpty()) {
        if (stripped.startsWith(fence)) {
          fence = "";
        } else {
          python = line(language, i, line);
        }
      } else if (stripped.startsWith("```") || stripped.startsWith("~~~")) {
        fence = stripped.substring(0, 3);
        language = stripped.substring(3).strip().replaceFirst("[ ,{:].*", "");
      } else if (indent >= 0) {
        int here = line.length() - line.stripLeading().length();
        if (!stripped.isEmpty() && here <= indent) {
          indent = -1;
        } else {
          python = line(language, i, line);
        }
      }
      Matcher directive = DIRECTIVE.matcher(line);
      if (fence.isEmpty() && directive.matches()) {
        indent = directive.group(1).length();
        language = directive.group(2).isEmpty() ? "python" : directive.group(2);
      }
      if (!python && line.indexOf('`') >= 0 && !line.contains("dataset")) {
        Matcher code = INLINE.matcher(line);
        while (code.find()) {
          sink.claim(
              text,
              Claim.name(text.start(i), code.group(1), Claim.MENTION, "").withUse(Use.DOCUMENTS));
        }
      }
      boolean doctest = fence.isEmpty() && stripped.startsWith(">>>");
      any |= python || doctest;
      keep(i, python || doctest, line);
    }
    if (any) {
      PythonReader.read(text.masked(python.toString()), sink, true);
    }
  }

  /** One line of a block; answers whether it is Python. */
  private boolean line(String language, int index, String line) {
    if (ScriptReader.isPythonBlock(language)
        || language.isEmpty() && line.matches(".*\\w\\(.*|.*import .*|\\s*\\w+\\s*=.*")) {
      return true;
    }
    if (language.isEmpty() || ScriptReader.isShellBlock(language)) {
      int last = index;
      while (last + 1 < text.count() && text.lineText(last).stripTrailing().endsWith("\\")) {
        last++;
      }
      int prompt =
          line.indexOf("$ ") >= 0 && line.stripLeading().startsWith("$ ")
              ? line.indexOf("$ ") + 2
              : 0;
      commands.read(text.start(index) + prompt, text.end(last));
    } else if (ScriptReader.kind(language) == Kind.JAVASCRIPT) {
      Matcher call =
          Pattern.compile("(?:from_pretrained|pipeline)\\(.*?['\"]([\\w.-]+/[\\w.-]+)['\"]")
              .matcher(line);
      if (call.find()) {
        sink.claim(
            text,
            Claim.name(text.start(index), call.group(1), Claim.LEGACY, "example")
                .withUse(Use.DOCUMENTS));
      }
    }
    return false;
  }

  private void keep(int index, boolean code, String line) {
    int next = index + 1 < text.count() ? text.start(index + 1) : text.chars().length();
    IntConsumer blank =
        to -> {
          while (python.length() < to) {
            python.append(text.chars().charAt(python.length()) == '\n' ? '\n' : ' ');
          }
        };
    if (code) {
      int prompt = line.indexOf(">>>");
      python.append(
          prompt >= 0 && line.stripLeading().startsWith(">>>")
              ? " ".repeat(prompt + 3) + line.substring(prompt + 3)
              : line);
    }
    blank.accept(next);
  }

  private void preformatted() {
    Matcher blocks =
        Pattern.compile("<(pre|code)[^>]*>(.*?)</\\1>", Pattern.DOTALL).matcher(text.chars());
    int at = 0;
    while (blocks.find()) {
      while (at < blocks.start(2)) {
        python.append(text.chars().charAt(at++) == '\n' ? '\n' : ' ');
      }
      String code = blocks.group(2).replaceAll("<[^>]{0,200}>", " ");
      // Entities become shorter: padded, so that lines stay where they are.
      String plain =
          code.replace("&quot;", "\"     ")
              .replace("&#39;", "'    ")
              .replace("&gt;", ">   ")
              .replace("&lt;", "<   ");
      python.append(plain, 0, Math.min(plain.length(), blocks.end(2) - at));
      while (python.length() < blocks.end(2)) {
        python.append(text.chars().charAt(python.length()) == '\n' ? '\n' : ' ');
      }
      at = blocks.end(2);
    }
    if (at > 0) {
      Text code = text.masked(python.toString());
      PythonReader.read(code, sink, true);
      new CommandReader(code, sink, true).read(0, code.chars().length());
    }
  }
}
