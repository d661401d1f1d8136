package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.Flag;
import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.Kind;
import io.weighbridge.inventory.Site;
import io.weighbridge.inventory.Use;
import io.weighbridge.inventory.internal.curly.CodeReader;
import io.weighbridge.inventory.internal.python.PythonReader;
import io.weighbridge.inventory.internal.text.DocumentReader;
import io.weighbridge.inventory.internal.text.NotebookReader;
import io.weighbridge.inventory.internal.text.ScriptReader;
import io.weighbridge.inventory.internal.text.SettingsReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which reader a file is for. */
final class Readers {
  private static final Pattern PACKAGE =
      Pattern.compile(
          "^\\s*(?:-\\s+)?[\"']?([A-Za-z0-9][A-Za-z0-9._-]+)(?:\\[[^\\]]*])?\\s*(?:[=<>~!@;,\"'].*)?$");
  private static final Map<String, List<String>> PACKAGES = packages();

  /** Larger settings are data. */
  private static final int SETTINGS = 1 << 20;

  private Readers() {}

  private static Map<String, List<String>> packages() {
    var all = new HashMap<String, List<String>>();
    for (List<String> row : Table.rows("package-models.tsv", 4)) {
      all.put(row.getFirst(), row);
    }
    return all;
  }

  static Facts read(Text text, Names names) {
    var sink = new Sink(names);
    boolean document = false;
    switch (text.kind()) {
      case PYTHON -> PythonReader.read(text, sink, false);
      case NOTEBOOK -> {
        NotebookReader.read(text, sink, (part, prose) -> Links.read(part, sink, prose));
        return sink.facts(text);
      }
      case JAVASCRIPT, JAVA, GO, RUST, CPP -> CodeReader.read(text, sink);
      case SHELL, DOCKERFILE, MODELFILE -> ScriptReader.read(text, sink);
      case COMPOSE, KUBERNETES, HELM, CI, YAML, TOML, JSON, ENV, CONFIG, TERRAFORM -> {
        if (text.chars().length() <= SETTINGS) {
          SettingsReader.read(text, sink);
          dependencies(text, sink);
        }
      }
      case REQUIREMENTS -> dependencies(text, sink);
      case MARKDOWN, RST, HTML -> {
        DocumentReader.read(text, sink);
        document = true;
      }
      case TEXT -> document = true;
      case SUBMODULE -> {}
    }
    Links.read(text, sink, document);
    return sink.facts(text);
  }

  /** Packages that fetch a model by themselves. */
  private static void dependencies(Text text, Sink sink) {
    boolean listsPackages =
        text.kind() == Kind.REQUIREMENTS
            || text.path().endsWith("pyproject.toml")
            || text.path().endsWith("setup.cfg")
            || text.path().matches("(.*/)?(environment|conda)[^/]*\\.ya?ml");
    for (int i = 0; listsPackages && i < text.count(); i++) {
      Matcher line = PACKAGE.matcher(text.lineText(i));
      List<String> row =
          line.matches()
              ? PACKAGES.get(
                  line.group(1).toLowerCase(java.util.Locale.ROOT).replaceAll("[._-]+", "-"))
              : null;
      if (row != null && !text.chars().contains("name = \"" + row.getFirst() + '"')) {
        sink.claim(
            text,
            new Claim(
                text.start(i),
                Use.IMPLIES,
                row.get(2),
                Hub.of(row.get(1)),
                Claim.ANY,
                "",
                "package " + row.getFirst(),
                Flag.UNSET,
                Flag.UNSET,
                -1,
                Site.NONE));
      }
    }
  }
}
