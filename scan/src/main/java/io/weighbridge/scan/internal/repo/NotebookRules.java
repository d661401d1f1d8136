package io.weighbridge.scan.internal.repo;

import io.weighbridge.evidence.Severity;
import io.weighbridge.json.Json;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.python.PythonJudge;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Jupyter notebooks (nbformat 4): code that runs when a person runs it, and outputs that a browser
 * shows.
 */
final class NotebookRules {
  private NotebookRules() {}

  static void judge(Inspection thing, Json notebook) {
    var code = new StringBuilder();
    for (Json cell : notebook.items("cells")) {
      if (cell.text("cell_type").filter("code"::equals).isPresent()) {
        cell(thing, lines(cell), code);
        for (Json output : cell.items("outputs")) {
          output(thing, output);
        }
      }
    }
    PythonJudge.notebook(thing, code.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void cell(Inspection thing, String source, StringBuilder code) {
    for (String line : source.split("\n", -1)) {
      String text = line.strip();
      boolean shell = text.startsWith("!") || text.startsWith("%%bash") || text.startsWith("%%sh");
      if (shell && !isInstall(text)) {
        thing.find(
            "notebook/shell-command",
            "a cell runs a shell command when a person runs the notebook",
            text);
      }
      if (text.startsWith("!") || text.startsWith("%") || text.startsWith("?")) {
        code.append("pass\n");
      } else {
        code.append(line).append('\n');
      }
    }
    code.append('\n');
  }

  private static boolean isInstall(String command) {
    String text = command.substring(1).strip();
    return (text.startsWith("pip install ") || text.startsWith("pip3 install "))
        && text.indexOf('|') < 0
        && text.indexOf(';') < 0
        && text.indexOf('&') < 0
        && !text.contains("://");
  }

  private static void output(Inspection thing, Json output) {
    if (output.get("data").orElse(Json.Null.NULL) instanceof Json.Obj(Map<String, Json> data)
        && data.containsKey("application/javascript")) {
      thing.find(
          "notebook/active-output",
          Severity.SUSPICIOUS,
          -1,
          "an output is a script that a browser runs when the notebook is shown",
          "application/javascript");
    }
  }

  private static String lines(Json cell) {
    Json source = cell.get("source").orElse(Json.of(""));
    if (source instanceof Json.Arr(var items)) {
      var text = new StringBuilder();
      for (Json item : items) {
        text.append(item.asText().orElse(""));
      }
      return text.toString();
    }
    return source.asText().orElse("");
  }
}
