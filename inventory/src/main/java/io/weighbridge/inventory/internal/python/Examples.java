package io.weighbridge.inventory.internal.python;

import io.weighbridge.inventory.internal.Sink;
import io.weighbridge.inventory.internal.Text;

/** Code that documentation holds: doctests ({@code >>>}) and fenced blocks. */
final class Examples {
  private Examples() {}

  static void read(Text text, int from, int to, Sink sink) {
    String chars = text.chars();
    String doc = chars.substring(from, to);
    if (!doc.contains(">>>") && !doc.contains("```") && !doc.contains("::")) {
      return;
    }
    var kept = new StringBuilder(to);
    for (int i = 0; i < from; i++) {
      kept.append(chars.charAt(i) == '\n' ? '\n' : ' ');
    }
    boolean any = false;
    boolean fenced = false;
    int block = -1; // indentation of the line that opened a literal block of reStructuredText
    for (int index = text.index(from); index < text.count() && text.start(index) < to; index++) {
      int start = Math.max(text.start(index), from);
      int end = Math.min(text.end(index), to);
      String line = chars.substring(start, Math.max(start, end));
      String stripped = line.strip();
      boolean fence = stripped.startsWith("```");
      int indent = line.length() - line.stripLeading().length();
      block = block >= 0 && !stripped.isEmpty() && indent <= block ? -1 : block;
      boolean literal = block >= 0 && !stripped.startsWith(":");
      if (block < 0
          && (stripped.endsWith("::")
              || stripped.startsWith(".. code") && stripped.contains("::"))) {
        block = indent;
      }
      int prompt =
          stripped.startsWith(">>>") || stripped.startsWith("... ")
              ? line.indexOf(stripped) + 3
              : -1;
      if (prompt >= 0) {
        any = true;
        // The code starts at the prompt's column, so that blocks keep their indentation.
        kept.append(stripped.startsWith(">>>") ? " ".repeat(prompt) : " ".repeat(prompt));
        kept.append(line, Math.min(prompt, line.length()), line.length());
      } else if (fenced && !fence || literal) {
        any = true;
        kept.append(line);
      } else {
        kept.append(" ".repeat(line.length()));
      }
      fenced = fence ? !fenced : fenced;
      int next = index + 1 < text.count() ? text.start(index + 1) : chars.length();
      while (kept.length() < Math.min(next, to)) {
        kept.append(chars.charAt(kept.length()) == '\n' ? '\n' : ' ');
      }
    }
    if (any) {
      PythonReader.read(text.masked(kept.toString()), sink, true);
    }
  }
}
